using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>A result's column, converted for a member.</summary>
/// <param name="column">The column; null for a parameter that takes its default.</param>
/// <param name="name">The member, or the parameter that sets it.</param>
/// <param name="memberType">The member's type without <c>?</c>.</param>
/// <param name="read">Reads the column as the member's type.</param>
internal sealed class ProjectedField(BoundColumn? column, string name, Type memberType, Func<DbDataReader, int, object> read)
{
    private readonly object? _constant;

    /// <summary>What has a column.</summary>
    public ProjectedField(BoundColumn column)
        : this(column, column.Member, column.Type, ReaderOf(column))
    {
    }

    /// <summary>What has no column: a parameter that takes its default.</summary>
    public ProjectedField(string name, Type type, object constant)
        : this(null, name, type, static (_, _) => DBNull.Value)
        => _constant = constant;

    public string Name => name;

    public int Ordinal => column?.Ordinal ?? -1;

    /// <summary>The member's type without <c>?</c>; for an enum, the type of its number.</summary>
    public Type Type { get; } = memberType.IsEnum ? Enum.GetUnderlyingType(memberType) : memberType;

    /// <exception cref="MappingException">The value does not match the member.</exception>
    public object Read(DbDataReader reader)
    {
        if (column is null)
        {
            return _constant!;
        }

        if (reader.IsDBNull(column.Ordinal))
        {
            return column.AcceptsNull ? DBNull.Value : throw column.NullError(reader);
        }

        try
        {
            return read(reader, column.Ordinal);
        }
        catch (Exception exception) when (BoundColumn.IsMisfit(exception))
        {
            throw column.MisfitError(reader, exception);
        }
    }

    private static Func<DbDataReader, int, object> ReaderOf(BoundColumn column)
        => column.Conversion is { } conversion ? conversion.ReadSimple
            : column.Json is { } json ? json.ReadSimple
            : ColumnReader.For(column.Type);

    public bool IsNull(DbDataReader reader) => column is null ? _constant is DBNull : reader.IsDBNull(column.Ordinal);
}
