using System.Data.Common;

namespace DataAccess.Sql.Reading;

/// <summary>Reads a column as a time. What is stored is UTC, on every database, so it is read as UTC.</summary>
internal static class UtcColumn
{
    public static DateTime DateTime(DbDataReader reader, int column)
    {
        DateText.Check(reader, column);
        var value = reader.GetFieldValue<DateTime>(column);
        Infinity.Reject(reader, column, value);
        return Of(value);
    }

    public static DateTime[] DateTimes(DbDataReader reader, int column)
    {
        var values = reader.GetFieldValue<DateTime[]>(column);
        Infinity.RejectAny(reader, column, Array.ConvertAll(values, static value => (DateTime?)value));
        return Array.ConvertAll(values, Of);
    }

    public static DateTime?[] NullableDateTimes(DbDataReader reader, int column)
    {
        var values = reader.GetFieldValue<DateTime?[]>(column);
        Infinity.RejectAny(reader, column, values);
        return Array.ConvertAll(values, static value => value is { } some ? Of(some) : (DateTime?)null);
    }

    public static DateTimeOffset?[] NullableDateTimeOffsets(DbDataReader reader, int column)
        => Array.ConvertAll(NullableDateTimes(reader, column), static value => value is { } some ? new DateTimeOffset(some) : (DateTimeOffset?)null);

    public static DateTimeOffset DateTimeOffset(DbDataReader reader, int column)
    {
        // Not every driver reads a time that has no zone as one with an offset.
        if (reader.GetFieldType(column) == typeof(DateTime))
        {
            return new DateTimeOffset(DateTime(reader, column));
        }

        DateText.Check(reader, column);
        return reader.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();
    }

    public static DateTimeOffset[] DateTimeOffsets(DbDataReader reader, int column)
        => Array.ConvertAll(DateTimes(reader, column), static value => new DateTimeOffset(value));

    private static DateTime Of(DateTime value)
        => value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : System.DateTime.SpecifyKind(value, DateTimeKind.Utc);
}
