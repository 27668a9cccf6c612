using DataAccess.Providers;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Sessions;

/// <summary>Has SQLite parse a statement and tell its columns. Their types are those that tables declare, which any value may differ from.</summary>
internal static class SqliteDescription
{
    /// <exception cref="SqliteException">The text is not valid, or names something that does not exist.</exception>
    public static IReadOnlyList<StatementColumn> Of(SqliteConnection connection, string sql)
    {
        var code = raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement, out var rest);
        using (statement)
        {
            SqliteException.ThrowExceptionForRC(code, connection.Handle);
            List<StatementColumn> columns = [.. Enumerable.Range(0, raw.sqlite3_column_count(statement)).Select(i => new StatementColumn(
                raw.sqlite3_column_name(statement, i).utf8_to_string(), raw.sqlite3_column_decltype(statement, i).utf8_to_string() ?? "", ClrType: null))];
            if (string.IsNullOrWhiteSpace(rest) || columns.Count > 0)
            {
                return columns;
            }
        }

        return Of(connection, rest);
    }
}
