using System.Data.Common;
using System.Text.Json;

namespace DataAccess.Mapping;

/// <summary>A result's column, converted for a member.</summary>
internal sealed class ProjectedField(string name, string column, int ordinal, Type memberType, bool acceptsNull, Func<DbDataReader, int, object> read)
{
    public string Name => name;

    public int Ordinal => ordinal;

    /// <summary>The member's type without <c>?</c>; for an enum, the type of its number.</summary>
    public Type Type { get; } = memberType.IsEnum ? Enum.GetUnderlyingType(memberType) : memberType;

    /// <exception cref="MappingException">The value does not match the member.</exception>
    public object Read(DbDataReader reader)
    {
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

    private string Advice => ArrayColumns.IsArray(memberType)
        ? " " + ArrayColumns.Advice
        : "";

    private static bool IsMisfit(Exception exception)
        => exception is InvalidCastException or FormatException or OverflowException or ArgumentException or JsonException or NotSupportedException;
}
