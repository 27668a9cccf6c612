using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Snapshots;
using DataAccess.Sql;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>Reads a schema of PostgreSQL with its own functions that write definitions, all names with their schema.</summary>
internal sealed class PostgreSqlSnapshot : SnapshotDialect
{
    private static readonly string[] Kinds =
    [
        "schema", "extension", "collation", "type", "domain", "sequence", "function", "procedure", "aggregate", "table", "sequence owner", "default", "partition", "view",
        "materialized view", "domain constraint", "constraint", "index", "index partition", "statistics", "trigger", "rule", "policy", "foreign key", "event trigger",
    ];

    public override SqlFlavour Flavour => PostgreSqlFlavour.Instance;

    public override string LeftOut => "rows, large objects, owners, privileges, tablespaces, roles, settings of the database, and the history of migrations";

    // A function may use what comes after it.
    public override IReadOnlyList<string> Preamble => ["set check_function_bodies = off", "set search_path = ''"];

    public override IReadOnlyList<string> Postamble => ["reset search_path", "reset check_function_bodies"];

    public override bool Keeps(StatementWords words, SqlDialect dialect) => PostgreSqlKept.Keeps(words, dialect);

    /// <summary>Snapshots of earlier versions have a statement for what is in every database.</summary>
    public override string Comparable(string statement) => statement == PostgreSqlCatalog.Public ? "" : statement;

    public override async ValueTask<SchemaContent> ReadAsync(MigrationSession session, IReadOnlyCollection<string> omitted, CancellationToken cancellationToken)
    {
        // One state of the catalogue, whatever others change meanwhile.
        await session.ExecuteAllAsync(
            [SqlStatement.Raw("begin isolation level repeatable read read only"), SqlStatement.Raw("set local search_path = ''"), SqlStatement.Raw("set local quote_all_identifiers = off")], cancellationToken).ConfigureAwait(false);
        var rows = new List<CatalogRow>();
        foreach (var query in PostgreSqlCatalog.Objects)
        {
            rows.AddRange(await session.QueryAsync(
                SqlStatement.Raw(query), static r => new CatalogRow(r.GetString(1), new SnapshotObject(r.GetString(0), r.GetString(2), r.GetString(3)) { Drop = r.GetString(4), IsGiven = r.GetString(3) == PostgreSqlCatalog.Public }, TextOf(r, 5), TextOf(r, 6)), cancellationToken).ConfigureAwait(false));
        }

        rows.AddRange(await PostgreSqlTables.ReadAsync(session, cancellationToken).ConfigureAwait(false));
        var names = await PairsAsync(session, PostgreSqlCatalog.Aliases, cancellationToken).ConfigureAwait(false);
        var needs = await session.QueryAsync(SqlStatement.Raw(PostgreSqlCatalog.Needs), static r => (r.GetString(0), r.GetString(1), TextOf(r, 2)), cancellationToken).ConfigureAwait(false);
        var settings = await session.QueryAsync(
            SqlStatement.Raw(PostgreSqlCatalog.States), static r => (r.GetString(0), new SnapshotSetting(r.GetString(1), r.GetString(2), r.GetString(3))), cancellationToken).ConfigureAwait(false);
        var comments = await session.QueryAsync(
            SqlStatement.Raw(PostgreSqlCatalog.Comments), static r => new PostgreSqlComment(r.GetString(0), TextOf(r, 1), TextOf(r, 2), r.GetString(3)), cancellationToken).ConfigureAwait(false);
        var unknown = await session.QueryAsync(SqlStatement.Raw(PostgreSqlUnknown.Query), static r => r.GetString(0), cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(SqlStatement.Raw("rollback"), cancellationToken).ConfigureAwait(false);

        // What is part of a table that is left out, or not known, is left out with it.
        var left = rows.Where(row => row.Item.Kind == "table" && omitted.Any(o => row.Item.Name == o || row.Item.Name.EndsWith("." + o, StringComparison.Ordinal))).Select(static row => row.Id).ToHashSet(StringComparer.Ordinal);
        var owners = rows.Select(static row => row.Id).Where(id => !left.Contains(id)).ToHashSet(StringComparer.Ordinal);
        var kept = rows.Where(row => !left.Contains(row.Id) && (row.Table is null || owners.Contains(row.Table))).ToList();
        var graph = new PostgreSqlGraph(kept, names, needs);
        var comment = comments.ToLookup(c => graph.Resolve(c.Entry), StringComparer.Ordinal);
        var state = settings.ToLookup(static s => s.Item1, static s => s.Item2, StringComparer.Ordinal);
        var objects = kept.Select(row => graph.Complete(row) with
        {
            Rank = Array.IndexOf(Kinds, row.Item.Kind),
            Settings = [.. row.Item.Settings, .. state[row.Id], .. comment[row.Id].Select(c => c.SettingOf(row.Item)).OrderBy(static s => s.Name, StringComparer.Ordinal)],
        });
        return new SchemaContent(SnapshotOrder.Of(objects), unknown);
    }

    internal static string? TextOf(System.Data.Common.DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static async ValueTask<IReadOnlyList<(string, string)>> PairsAsync(MigrationSession session, string query, CancellationToken cancellationToken)
        => await session.QueryAsync(SqlStatement.Raw(query), static r => (r.GetString(0), r.GetString(1)), cancellationToken).ConfigureAwait(false);
}

/// <summary>An object with its place in the catalogue.</summary>
/// <param name="Id">Its catalogue and number: <c>pg_class:16384</c>.</param>
/// <param name="Item">The object.</param>
/// <param name="Table">The id of the table that it is part of.</param>
/// <param name="Also">The id of another object that it needs, or what of it cannot be replaced.</param>
internal sealed record CatalogRow(string Id, SnapshotObject Item, string? Table, string? Also);
