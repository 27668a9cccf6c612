using System.Data.Common;
using System.Text.Json;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>A result's column that is read into a member, and what is said of a value that does not fit.</summary>
/// <param name="member">The member's name, or what the value is.</param>
/// <param name="type">The member's type without <c>?</c>.</param>
/// <param name="acceptsNull">Whether the member may be null.</param>
/// <param name="column">The column's name.</param>
/// <param name="ordinal">The column's position.</param>
internal sealed class BoundColumn(string member, Type type, bool acceptsNull, string column, int ordinal)
{
    public string Member => member;

    public Type Type => type;

    public bool AcceptsNull => acceptsNull;

    /// <summary>The column's name.</summary>
    public string Column => column;

    public int Ordinal => ordinal;

    /// <summary>How JSON becomes the member; null for other columns.</summary>
    public JsonColumn? Json { get; init; }

    /// <summary>The converter that reads it; null for other columns.</summary>
    public ValueConversion? Conversion { get; init; }

    /// <summary>The error of a null for a member that takes none.</summary>
    public MappingException NullError(DbDataReader reader)
        => new(
            $"Column '{column}' ({reader.GetDataTypeName(ordinal)}) is null, but {member} is of type {type.Name}, which is not nullable. "
            + $"Make it {type.Name}?, or exclude such rows.");

    /// <summary>The error of a value that cannot be read as the member's type.</summary>
    public MappingException MisfitError(DbDataReader reader, Exception cause)
        => new(
            $"Column '{column}' of database type {reader.GetDataTypeName(ordinal)} ({FieldType(reader)}) "
            + $"cannot be read into {member} of type {type.Name}: {cause.Message}{(ArrayColumns.IsArray(type) ? " " + ArrayColumns.Advice : "")}",
            cause is ConverterException { InnerException: { } thrown } ? thrown : cause);

    /// <summary>A driver may have no type for a column.</summary>
    private string FieldType(DbDataReader reader)
    {
        try
        {
            return reader.GetFieldType(ordinal).Name;
        }
        catch (InvalidCastException)
        {
            return "no .NET type";
        }
    }

    /// <summary>Whether an exception says that the value does not fit, and not that the result failed.</summary>
    public static bool IsMisfit(Exception exception)
        => exception is InvalidCastException or FormatException or OverflowException or ArgumentException or JsonException or NotSupportedException;
}
