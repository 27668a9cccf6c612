using System.Text.RegularExpressions;
using DataAccess.Mapping;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>Reads a table's columns from the server's catalog.</summary>
internal static partial class MySqlColumns
{
    /// <param name="connection">The connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="timeoutSeconds">When the driver closes a socket that does not answer; null for its default.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async ValueTask<IReadOnlyList<TableColumn>> ReadAsync(
        MySqlConnection connection, TableName table, int? timeoutSeconds, CancellationToken cancellationToken)
    {
        const string sql = """
            select column_name, data_type, column_type, is_nullable = 'YES', extra, column_default is not null, column_key = 'PRI'
            from information_schema.columns
            where table_schema = coalesce(?, database()) and table_name = ?
            order by ordinal_position
            """;
        var command = new MySqlCommand(sql, connection, MySqlDriverTransaction.Current(connection));
        await using (command.ConfigureAwait(false))
        {
            command.CommandTimeout = timeoutSeconds ?? command.CommandTimeout;
            command.Parameters.Add(new MySqlParameter { Value = table.Schema });
            command.Parameters.Add(new MySqlParameter { Value = table.Name });
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var columns = new List<TableColumn>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var extra = reader.GetString(4);
                    columns.Add(new TableColumn(
                        reader.GetString(0),
                        reader.GetString(2),
                        MySqlTypes.ClrTypeOf(reader.GetString(1), reader.GetString(2)),
                        IsNullable: reader.GetBoolean(3),
                        IsGenerated: IsGenerated(extra),
                        HasDefault: reader.GetBoolean(5) || extra.Contains("auto_increment", StringComparison.OrdinalIgnoreCase),
                        IsKey: reader.GetBoolean(6)));
                }

                return columns;
            }
        }
    }

    /// <summary>The columns of some tables, and which of them are an <c>enum</c> or a <c>set</c>. The catalog does not have those of temporary tables.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="tables">Names of tables and of their schemas.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async ValueTask<IReadOnlyCollection<CatalogColumn>> FindAsync(MySqlConnection connection, IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        if (tables.Count == 0)
        {
            return [];
        }

        var places = string.Join(", ", Enumerable.Repeat("?", tables.Count));
        var command = new MySqlCommand(
            $"select column_name, data_type, column_type from information_schema.columns where table_name in ({places}) and (table_schema = database() or table_schema in ({places}))",
            connection,
            MySqlDriverTransaction.Current(connection));
        await using (command.ConfigureAwait(false))
        {
            foreach (var table in tables.Concat(tables))
            {
                command.Parameters.Add(new MySqlParameter { Value = table });
            }

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var columns = new List<CatalogColumn>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var type = reader.GetString(1);
                    columns.Add(new CatalogColumn(reader.GetString(0), type is "enum" or "set", type is "enum" or "set" ? NamesIn(reader.GetString(2)) : null, type == "set"));
                }

                return columns;
            }
        }
    }

    /// <summary>The names of <c>enum('a','b')</c>, in which a quote is doubled.</summary>
    private static string[] NamesIn(string type)
        => [.. QuotedName().Matches(type).Select(static name => name.ValueSpan[1..^1].ToString().Replace("''", "'", StringComparison.Ordinal))];

    private static bool IsGenerated(string extra)
        => extra.Contains("VIRTUAL GENERATED", StringComparison.OrdinalIgnoreCase)
        || extra.Contains("STORED GENERATED", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("'(?:[^']|'')*'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuotedName();
}
