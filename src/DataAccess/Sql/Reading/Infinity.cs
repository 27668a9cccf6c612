using System.Data.Common;

namespace DataAccess.Sql.Reading;

/// <summary>
/// PostgreSQL's dates before and after all others. Npgsql reads them as the first and the last value of a CLR type, from which they could not
/// be told apart: https://www.npgsql.org/doc/types/datetime.html. Its raw values tell them.
/// </summary>
internal static class Infinity
{
    public static void Reject(DbDataReader reader, int column, DateTime value)
    {
        if ((value == DateTime.MinValue || value == DateTime.MaxValue) && IsTimestamp(reader, column)
            && reader.GetFieldValue<long>(column) is long.MinValue or long.MaxValue)
        {
            throw Error(nameof(DateTime));
        }
    }

    public static void RejectAny(DbDataReader reader, int column, DateTime?[] values)
    {
        if (Array.Exists(values, static value => value == DateTime.MinValue || value == DateTime.MaxValue)
            && Array.Exists(reader.GetFieldValue<long?[]>(column), static raw => raw is long.MinValue or long.MaxValue))
        {
            throw Error(nameof(DateTime));
        }
    }

    public static void Reject(DbDataReader reader, int column, DateOnly value)
    {
        if ((value == DateOnly.MinValue || value == DateOnly.MaxValue) && reader.GetDataTypeName(column) == "date"
            && reader.GetFieldValue<int>(column) is int.MinValue or int.MaxValue)
        {
            throw Error(nameof(DateOnly));
        }
    }

    public static void RejectAny(DbDataReader reader, int column, DateOnly?[] values)
    {
        if (Array.Exists(values, static value => value == DateOnly.MinValue || value == DateOnly.MaxValue)
            && Array.Exists(reader.GetFieldValue<int?[]>(column), static raw => raw is int.MinValue or int.MaxValue))
        {
            throw Error(nameof(DateOnly));
        }
    }

    private static bool IsTimestamp(DbDataReader reader, int column)
        => reader.GetFieldType(column) == typeof(DateTime) && reader.GetDataTypeName(column).StartsWith("timestamp with", StringComparison.Ordinal);

    private static InvalidCastException Error(string type)
        => new($"{type} has no infinity. Leave such rows out with isfinite(…), or select null in place of it.");
}
