using System.Data.Common;
using System.Text.Json;

namespace DataAccess.Mapping;

/// <summary>A result's column, converted for a member.</summary>
/// <param name="name">The member, or the parameter that sets it.</param>
/// <param name="column">The column's name.</param>
/// <param name="ordinal">The column's position.</param>
/// <param name="memberType">The member's type without <c>?</c>.</param>
/// <param name="acceptsNull">Whether the member may be null.</param>
/// <param name="read">Reads the column as the member's type.</param>
internal sealed class ProjectedField(string name, string column, int ordinal, Type memberType, bool acceptsNull, Func<DbDataReader, int, object> read)
{
    private readonly object? _constant;

    /// <summary>What has no column: a parameter that takes its default.</summary>
    public ProjectedField(string name, Type type, object constant)
        : this(name, name, -1, type, acceptsNull: true, static (_, _) => DBNull.Value)
        => _constant = constant;

    public string Name => name;

    public int Ordinal => ordinal;

    /// <summary>Whether it has no column.</summary>
    public bool IsConstant => _constant is not null;

    /// <summary>The member's type without <c>?</c>; for an enum, the type of its number.</summary>
    public Type Type { get; } = memberType.IsEnum ? Enum.GetUnderlyingType(memberType) : memberType;

    /// <exception cref="MappingException">The value does not match the member.</exception>
    public object Read(DbDataReader reader)
    {
        if (_constant is not null)
        {
            return _constant;
        }

        if (reader.IsDBNull(ordinal))
        {
            return acceptsNull
                ? DBNull.Value
                : throw new MappingException(
                    $"Column '{column}' ({reader.GetDataTypeName(ordinal)}) is null, but {name} is of type {memberType.Name}, which is not nullable. "
                    + $"Make it {memberType.Name}?, or exclude such rows.");
        }

        try
        {
            return read(reader, ordinal);
        }
        catch (Exception exception) when (IsMisfit(exception))
        {
            throw new MappingException(
                $"Column '{column}' of database type {reader.GetDataTypeName(ordinal)} ({reader.GetFieldType(ordinal).Name}) "
                + $"cannot be read into {name} of type {memberType.Name}: {exception.Message}{Advice}",
                exception);
        }
    }

    public bool IsNull(DbDataReader reader) => _constant is null ? reader.IsDBNull(ordinal) : _constant is DBNull;

    private string Advice => ArrayColumns.IsArray(memberType)
        ? " " + ArrayColumns.Advice
        : "";

    private static bool IsMisfit(Exception exception)
        => exception is InvalidCastException or FormatException or OverflowException or ArgumentException or JsonException or NotSupportedException;
}
