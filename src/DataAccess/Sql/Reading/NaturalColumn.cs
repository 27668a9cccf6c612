using System.Data.Common;

namespace DataAccess.Sql.Reading;

/// <summary>Reads a column as the type that the driver has for it, by the rules of that type: times are UTC, and infinity is an error.</summary>
internal static class NaturalColumn
{
    public static object Read(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        DateTime => UtcColumn.DateTime(reader, column),
        DateTimeOffset => UtcColumn.DateTimeOffset(reader, column),
        DateTime[] => UtcColumn.DateTimes(reader, column),
        DateOnly date => Checked(reader, column, date),
        DateOnly[] => DateColumn.ReadArray(reader, column),
        var other => other,
    };

    private static DateOnly Checked(DbDataReader reader, int column, DateOnly value)
    {
        Infinity.Reject(reader, column, value);
        return value;
    }
}
