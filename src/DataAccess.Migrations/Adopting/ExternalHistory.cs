using DataAccess.Mapping;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Adopting;

/// <summary>Reads another tool's table. Writes nothing.</summary>
internal static class ExternalHistory
{
    /// <exception cref="MigrationException">There is no such table, or it is another tool's.</exception>
    public static async ValueTask<(string Table, IReadOnlyList<ExternalEntry> Entries)> ReadAsync(
        MigrationSession session, RunnerDialect dialect, string? schema, ExternalTool tool, string? table, CancellationToken cancellationToken)
    {
        var name = await FindAsync(session, dialect, schema, tool, table, cancellationToken).ConfigureAwait(false);
        var columns = new List<string>();
        var rows = await session.QueryAsync(
            SqlStatement.Raw($"select * from {session.Provider.Quote(name)}"),
            reader =>
            {
                var values = new Dictionary<string, object?>(StringComparer.Ordinal);
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    values[ExternalRow.Fold(reader.GetName(i))] = reader.IsDBNull(i) ? null : reader.GetValue(i);
                }

                columns.AddRange(columns.Count == 0 ? values.Keys : []);
                return new ExternalRow(values);
            },
            cancellationToken).ConfigureAwait(false);
        if (rows.Count > 0 && tool.Columns.Except(columns, StringComparer.Ordinal).ToList() is [var missing, ..])
        {
            throw MigrationException.Validation([$"{name.Name} is not {tool.Name}'s history: it has no column '{missing}'. Name its table with --table, or its tool with --from."]);
        }

        return (name.Name, rows.OrderBy(row => tool.Order is { } order ? row.Number(order) : 0).Select(tool.Read).ToList());
    }

    private static async ValueTask<TableName> FindAsync(
        MigrationSession session, RunnerDialect dialect, string? schema, ExternalTool tool, string? table, CancellationToken cancellationToken)
    {
        foreach (var candidate in table is null ? tool.Tables : [table])
        {
            var parts = candidate.Split('.', 2);
            var (inSchema, name) = parts.Length == 2 ? (parts[0], parts[1]) : (schema, candidate);
            if (await session.ScalarAsync(dialect.TableExists(inSchema, name), cancellationToken).ConfigureAwait(false) is not null)
            {
                return new TableName(name, inSchema);
            }
        }

        throw MigrationException.Validation(
            [$"There is no table {table ?? tool.Tables[0]} on {session.Provider.Endpoint}{(schema is null ? "" : $" in {schema}")}, which is where {tool.Name} keeps its history. Name it with --table."]);
    }
}
