using DataAccess.Mapping;
using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Sessions;

/// <summary>
/// Whether bytes may be written over those of a value: SQLite then runs no trigger, checks no constraint and changes no index
/// (https://www.sqlite.org/c3ref/blob_open.html), so there must be none that could see the value.
/// </summary>
internal static class InPlaceWriting
{
    private static readonly string[] RowIds = ["rowid", "_rowid_", "oid"];

    /// <summary>The name of a row's number in a table whose value may be written in place; null if it may not, or in doubt.</summary>
    public static string? FindRowId(SqliteConnection connection, TableName table, string column)
    {
        var schema = table.Schema ?? "main";

        // A view, a virtual table and a table of another kind are none; a temporary one hides that of the same name.
        if (Text(connection, $"select sql from {Quoted(schema)}.sqlite_schema where type = 'table' and name = @table collate nocase", table.Name, schema, column) is not { } sql
            || Has(sql, "check") || Has(sql, "virtual") || Has(sql, "without")
            || (table.Schema is null && IsAny(connection, "select 1 from temp.sqlite_schema where type in ('table', 'view') and name = @table collate nocase", table.Name, schema, column))
            || IsSeen(connection, table.Name, schema, column))
        {
            return null;
        }

        return Array.Find(RowIds, name => !IsAny(connection, $"select 1 from pragma_table_xinfo(@table, @schema) where name = '{name}' collate nocase", table.Name, schema, column));
    }

    /// <summary>Whether a trigger, an index, a generated column or a foreign key may depend on the value.</summary>
    private static bool IsSeen(SqliteConnection connection, string table, string schema, string column)
        => IsAny(
            connection,
            $"""
            select 1 from {Quoted(schema)}.sqlite_schema where type = 'trigger' and tbl_name = @table collate nocase
            union all select 1 from temp.sqlite_schema where type = 'trigger' and tbl_name = @table collate nocase
            union all select 1 from pragma_table_xinfo(@table, @schema) where hidden <> 0 or (pk > 0 and name = @column collate nocase)
            union all select 1 from pragma_foreign_key_list(@table, @schema) where "from" = @column collate nocase
            union all select 1 from pragma_index_list(@table, @schema) as i, pragma_index_xinfo(i.name, @schema) as c
                where i.partial = 1 or c.cid = -2 or c.name = @column collate nocase
            """,
            table,
            schema,
            column);

    private static bool IsAny(SqliteConnection connection, string sql, string table, string schema, string column)
        => Scalar(connection, sql, table, schema, column) is not (null or DBNull);

    private static string? Text(SqliteConnection connection, string sql, string table, string schema, string column)
        => Scalar(connection, sql, table, schema, column) as string;

    private static object? Scalar(SqliteConnection connection, string sql, string table, string schema, string column)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in ((string, string)[])[("@table", table), ("@schema", schema), ("@column", column)])
        {
            if (sql.Contains(name, StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue(name, value);
            }
        }

        return command.ExecuteScalar();
    }

    private static bool Has(string sql, string word) => sql.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
