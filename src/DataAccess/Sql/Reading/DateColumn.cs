using System.Data.Common;
using System.Globalization;

namespace DataAccess.Sql.Reading;

/// <summary>Reads a column as a date, or fails: no time of day is cut off.</summary>
internal static class DateColumn
{
    public static DateOnly Read(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        if (type == typeof(string))
        {
            DateText.Check(reader, column);
            return Parse(reader.GetString(column));
        }

        if (type == typeof(DateTime) && reader.GetDataTypeName(column) != "date")
        {
            return OfMidnight(UtcColumn.DateTime(reader, column));
        }

        var value = reader.GetFieldValue<DateOnly>(column);
        Infinity.Reject(reader, column, value);
        return value;
    }

    public static DateOnly[] ReadArray(DbDataReader reader, int column)
    {
        var values = reader.GetFieldValue<DateOnly[]>(column);
        Infinity.RejectAny(reader, column, Array.ConvertAll(values, static value => (DateOnly?)value));
        return values;
    }

    public static DateOnly?[] ReadNullableArray(DbDataReader reader, int column)
    {
        var values = reader.GetFieldValue<DateOnly?[]>(column);
        Infinity.RejectAny(reader, column, values);
        return values;
    }

    private static DateOnly Parse(string text)
        => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var date)
            ? date
            : OfMidnight(DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));

    private static DateOnly OfMidnight(DateTime time)
        => time.TimeOfDay == TimeSpan.Zero
            ? DateOnly.FromDateTime(time)
            : throw new InvalidCastException(Invariant($"{time:yyyy-MM-dd HH:mm:ss.FFFFFFF} has a time of day."));
}
