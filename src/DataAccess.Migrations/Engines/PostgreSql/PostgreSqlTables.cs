using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>Reads tables with their columns.</summary>
internal static class PostgreSqlTables
{
    public static async ValueTask<IEnumerable<CatalogRow>> ReadAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var columns = await session.QueryAsync(
            SqlStatement.Raw(PostgreSqlCatalog.Columns),
            static r => (Table: r.GetString(0), IsOwn: r.GetBoolean(11), Column: ColumnOf(r.GetString(1), r.GetString(2), Text(r, 3), Text(r, 4), Text(r, 5), Text(r, 6)), Storage: Text(r, 7), Compression: Text(r, 8), Target: Text(r, 9), Options: Text(r, 10), TypeStorage: r.GetString(12)),
            cancellationToken).ConfigureAwait(false);
        var byTable = columns.ToLookup(static c => c.Table, StringComparer.Ordinal);
        return await session.QueryAsync(
            SqlStatement.Raw(PostgreSqlCatalog.Tables),
            r =>
            {
                var name = r.GetString(1);
                var own = byTable[r.GetString(0)].Where(static c => c.IsOwn).Select(static c => c.Column).ToList();
                var list = string.Join(",", own.Select(static c => $"\n    {c.Definition}"));
                var item = new SnapshotObject("table", name, $"create {r.GetString(2)}table {name} ({list}\n){r.GetString(3)}")
                {
                    Drop = $"drop table {name}",
                    Columns = own,
                    Shape = $"{r.GetString(2)}|{r.GetString(3)}",
                    Settings = [.. SettingsOf(name, Text(r, 4), r.GetBoolean(5), r.GetBoolean(6), Text(r, 7)), .. byTable[r.GetString(0)].SelectMany(c => SettingsOf(name, c.Column.Name, c.Storage, c.TypeStorage, c.Compression, c.Target, c.Options))],
                };
                return new CatalogRow(r.GetString(0), item, Table: null, Also: null);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static SnapshotColumn ColumnOf(string name, string type, string? notNull, string? byDefault, string? generated, string? identity)
        => new(name, type, string.Join(' ', new[] { name, type, byDefault is null ? null : $"default {byDefault}", generated is null ? null : $"generated always as {generated}", identity, notNull }.OfType<string>()))
        {
            NotNull = notNull,
            Default = byDefault,
            Generated = generated,
            Identity = identity,
        };

    private static IEnumerable<SnapshotSetting> SettingsOf(string table, string? options, bool hasPolicies, bool isForced, string? replica)
    {
        if (options is not null)
        {
            yield return new("options", $"alter table {table} set ({options})", $"alter table {table} reset ({NamesOf(options)})");
        }

        if (hasPolicies)
        {
            yield return new("row security", $"alter table {table} enable row level security", $"alter table {table} disable row level security");
        }

        if (isForced)
        {
            yield return new("forced row security", $"alter table {table} force row level security", $"alter table {table} no force row level security");
        }

        // By an index, it is a setting of that.
        if (replica is "full" or "nothing")
        {
            yield return new("replica identity", $"alter table only {table} replica identity {replica}", $"alter table only {table} replica identity default");
        }
    }

    private static IEnumerable<SnapshotSetting> SettingsOf(string table, string column, string? storage, string typeStorage, string? compression, string? target, string? options)
    {
        var alter = $"alter table only {table} alter column {column}";
        if (storage is not null)
        {
            yield return new($"storage of {column}", $"{alter} set storage {storage}", $"{alter} set storage {typeStorage}");
        }

        if (compression is not null)
        {
            yield return new($"compression of {column}", $"{alter} set compression {compression}", $"{alter} set compression default");
        }

        if (target is not null)
        {
            yield return new($"statistics of {column}", $"{alter} set statistics {target}", $"{alter} set statistics -1");
        }

        if (options is not null)
        {
            yield return new($"options of {column}", $"{alter} set ({options})", $"{alter} reset ({NamesOf(options)})");
        }
    }

    private static string NamesOf(string options) => string.Join(", ", options.Split(", ").Select(static option => option.Split('=')[0]));

    private static string? Text(System.Data.Common.DbDataReader reader, int column) => PostgreSqlSnapshot.TextOf(reader, column);
}
