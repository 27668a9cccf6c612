using System.Data.Common;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Snapshots;
using DataAccess.Sql;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>Reads a schema of MySQL or MariaDB with SHOW CREATE, without the counters, the definers and the database's name.</summary>
internal sealed class MySqlSnapshot : SnapshotDialect
{
    private static readonly string[] Kinds = ["sequence", "table", "package", "package body", "function", "procedure", "view", "foreign key", "trigger", "event"];

    public override SqlFlavour Flavour => MySqlFlavour.Instance;

    public override string LeftOut => "rows, values of AUTO_INCREMENT, definers, privileges, users, what belongs to the whole server (foreign servers, loadable functions), and the history of migrations";

    public override bool Keeps(StatementWords words, SqlDialect dialect) => MySqlKept.Keeps(words, dialect);

    public override async ValueTask<SchemaContent> ReadAsync(MigrationSession session, IReadOnlyCollection<string> omitted, CancellationToken cancellationToken)
    {
        await session.ExecuteAllAsync([SqlStatement.Raw("set sql_mode = ''"), SqlStatement.Raw("set sql_quote_show_create = 1")], cancellationToken).ConfigureAwait(false);
        var database = await session.ScalarAsync(SqlStatement.Raw("select database()"), cancellationToken).ConfigureAwait(false) ?? "";
        var unknown = new List<string>();
        var objects = new List<SnapshotObject>();
        var collations = await MySqlCollations.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        foreach (var (name, type) in await PairsAsync(session, "show full tables", cancellationToken).ConfigureAwait(false))
        {
            if (!omitted.Contains(name, StringComparer.Ordinal))
            {
                objects.AddRange(await TableAsync(session, new MySqlText(database), collations, name, type, unknown, cancellationToken).ConfigureAwait(false));
            }
        }

        await AddRoutinesAsync(session, objects, unknown, cancellationToken).ConfigureAwait(false);
        await AddTriggersAsync(session, objects, unknown, cancellationToken).ConfigureAwait(false);
        await AddEventsAsync(session, objects, unknown, cancellationToken).ConfigureAwait(false);
        await AddLibrariesAsync(session, unknown, cancellationToken).ConfigureAwait(false);
        var ranked = objects.Select(static o => o with { Rank = Array.IndexOf(Kinds, o.Kind) }).ToList();
        return new SchemaContent(SnapshotOrder.Of(MySqlText.WithNeeds(ranked)), unknown);
    }

    private static async ValueTask<IEnumerable<SnapshotObject>> TableAsync(
        MigrationSession session, MySqlText text, MySqlCollations collations, string name, string type, List<string> unknown, CancellationToken cancellationToken)
    {
        var quoted = MySqlText.Quote(name);
        var kind = type switch { "BASE TABLE" or "SYSTEM VERSIONED" => "table", "VIEW" => "view", "SEQUENCE" => "sequence", _ => null };
        var shown = kind is null ? null : await ShowAsync(session, $"show create {kind} {quoted}", 1, cancellationToken).ConfigureAwait(false);
        if (shown is null || kind is null)
        {
            unknown.Add($"{type.ToLowerInvariant()} {name}");
            return [];
        }

        return kind switch
        {
            "table" => MySqlTable.Of(quoted, text.WithoutDatabase(shown), collations.Of(name)),
            "view" => [new SnapshotObject("view", quoted, MySqlText.WithoutDefiner(text.WithoutDatabase(shown))) { Drop = $"drop view {quoted}", Client = await CharactersAsync(session, shown, $"show create view {quoted}", 2, null, cancellationToken).ConfigureAwait(false) }],
            _ => [new SnapshotObject("sequence", quoted, text.WithoutDatabase(shown)) { Drop = $"drop sequence {quoted}" }],
        };
    }

    private static async ValueTask AddRoutinesAsync(MigrationSession session, List<SnapshotObject> objects, List<string> unknown, CancellationToken cancellationToken)
    {
        const string Query = "select routine_name, routine_type from information_schema.routines where routine_schema = database() order by routine_type, routine_name";
        foreach (var (name, type) in await PairsAsync(session, Query, cancellationToken).ConfigureAwait(false))
        {
            var kind = type.ToLowerInvariant();
            var quoted = MySqlText.Quote(name);
            var isKnown = kind is "function" or "procedure" or "package" or "package body";
            await AddAsync(session, objects, unknown, isKnown ? kind : null, kind, quoted, $"show create {kind} {quoted}", 2, $"drop {kind} {quoted}", cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask AddTriggersAsync(MigrationSession session, List<SnapshotObject> objects, List<string> unknown, CancellationToken cancellationToken)
    {
        const string Query = """
            select trigger_name, concat_ws(' ', action_timing, event_manipulation, event_object_table) from information_schema.triggers where trigger_schema = database()
            order by event_object_table, action_timing, event_manipulation, action_order
            """;
        var last = "";
        foreach (var (name, place) in await PairsAsync(session, Query, cancellationToken).ConfigureAwait(false))
        {
            var quoted = MySqlText.Quote(name);
            var before = objects.Count;
            await AddAsync(session, objects, unknown, "trigger", "trigger", quoted, $"show create trigger {quoted}", 2, $"drop trigger {quoted}", cancellationToken).ConfigureAwait(false);
            if (objects.Count > before)
            {
                // Those of one event run in the order in which they were made.
                var table = "table " + MySqlText.Quote(place.Split(' ', 3)[2]);
                objects[^1] = objects[^1] with { Table = table, Needs = last == place ? [table, objects[^2].Id] : [table] };
                last = place;
            }
        }
    }

    private static async ValueTask AddEventsAsync(MigrationSession session, List<SnapshotObject> objects, List<string> unknown, CancellationToken cancellationToken)
    {
        const string Query = "select event_name, time_zone from information_schema.events where event_schema = database() order by event_name";
        foreach (var (name, zone) in await PairsAsync(session, Query, cancellationToken).ConfigureAwait(false))
        {
            var quoted = MySqlText.Quote(name);
            var before = objects.Count;
            await AddAsync(session, objects, unknown, "event", "event", quoted, $"show create event {quoted}", 3, $"drop event {quoted}", cancellationToken).ConfigureAwait(false);
            if (objects.Count > before && objects[^1].Client is var (start, end))
            {
                objects[^1] = objects[^1] with { Client = ($"set @zone = @@time_zone;\nset time_zone = {MySqlText.Literal(zone)};\n{start}", $"{end}\nset time_zone = @zone;") };
            }
        }
    }

    /// <summary>Names the libraries of functions in other languages, which MySQL has since 9.2.</summary>
    private static async ValueTask AddLibrariesAsync(MigrationSession session, List<string> unknown, CancellationToken cancellationToken)
    {
        const string Exists = "select count(*) from information_schema.tables where table_schema = 'information_schema' and table_name = 'LIBRARIES'";
        if (await session.ScalarAsync(SqlStatement.Raw(Exists), cancellationToken).ConfigureAwait(false) != "0")
        {
            const string Query = "select library_name, library_schema from information_schema.libraries where library_schema = database() order by library_name";
            unknown.AddRange((await PairsAsync(session, Query, cancellationToken).ConfigureAwait(false)).Select(static pair => $"library {MySqlText.Quote(pair.Item1)}"));
        }
    }

    /// <summary>Adds what has a body, and so a SQL mode of its own.</summary>
    private static async ValueTask AddAsync(
        MigrationSession session, List<SnapshotObject> objects, List<string> unknown, string? kind, string word, string name, string show, int column, string drop, CancellationToken cancellationToken)
    {
        var shown = kind is null ? null : await ShowAsync(session, show, column, cancellationToken).ConfigureAwait(false);
        if (shown is null || kind is null)
        {
            // The server shows the text only to those who may see it.
            unknown.Add($"{word} {name}");
            return;
        }

        var mode = await ShowAsync(session, show, 1, cancellationToken).ConfigureAwait(false) ?? "";
        var client = await CharactersAsync(session, shown, show, column + 1, MySqlText.ClientOf(shown, mode), cancellationToken).ConfigureAwait(false);
        objects.Add(new SnapshotObject(kind, name, MySqlText.WithoutDefiner(shown)) { Drop = drop, Client = client });
    }

    /// <summary>Adds the character set and collation that an object was made in, where those of a new session are others.</summary>
    private static async ValueTask<(string Before, string After)?> CharactersAsync(
        MigrationSession session, string statement, string show, int column, (string Before, string After)? client, CancellationToken cancellationToken)
    {
        var characters = await ShowAsync(session, show, column, cancellationToken).ConfigureAwait(false);
        var collation = await ShowAsync(session, show, column + 1, cancellationToken).ConfigureAwait(false);
        var isUsual = await session.ScalarAsync(
            $"select 1 where @@character_set_client = {characters} collate utf8mb4_bin and @@collation_connection = {collation} collate utf8mb4_bin", cancellationToken).ConfigureAwait(false) is not null;
        return isUsual || characters is null || collation is null ? client : MySqlText.InCharacters(statement, characters, collation, client);
    }

    private static async ValueTask<string?> ShowAsync(MigrationSession session, string show, int column, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(SqlStatement.Raw(show), r => r.IsDBNull(column) ? null : r.GetString(column), cancellationToken).ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : null;
    }

    private static ValueTask<IReadOnlyList<(string, string)>> PairsAsync(MigrationSession session, string query, CancellationToken cancellationToken)
        => session.QueryAsync(SqlStatement.Raw(query), static (DbDataReader r) => (r.GetString(0), r.GetString(1)), cancellationToken);
}
