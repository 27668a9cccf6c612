using System.Data.Common;
using System.Globalization;

namespace DataAccess.Sql.Reading;

/// <summary>Reads a column as a duration. A database without such a type stores ticks of 100 ns, which compare and sum as durations do.</summary>
internal static class DurationColumn
{
    public static TimeSpan Read(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        return type == typeof(string) ? Parse(reader.GetString(column))
            : type == typeof(long) ? OfTicks(reader, column)
            : type == typeof(double) ? TimeSpan.FromTicks(ExactInteger<long>.Read(reader, column))
            : DriverColumns.Duration(reader, column) ?? reader.GetFieldValue<TimeSpan>(column);
    }

    /// <summary>A 64-bit integer of a server may count anything.</summary>
    private static TimeSpan OfTicks(DbDataReader reader, int column)
        => string.Equals(reader.GetDataTypeName(column), "bigint", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidCastException("An integer has no unit. Read it as long, and convert it.")
            : TimeSpan.FromTicks(reader.GetInt64(column));

    private static TimeSpan Parse(string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks)
            ? TimeSpan.FromTicks(ticks)
            : TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
