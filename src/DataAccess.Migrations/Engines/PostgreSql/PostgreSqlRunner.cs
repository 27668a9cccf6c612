using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;
using DataAccess.Providers;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>PostgreSQL: an advisory lock of the session that runs the statements; nearly everything rolls back.</summary>
internal sealed class PostgreSqlRunner : RunnerDialect
{
    private static readonly TimeSpan GateTimeout = TimeSpan.FromSeconds(30);

    private static string LockRow(MigrationSession session)
        => $"l.locktype = 'advisory' and l.granted and l.objsubid = 1 and (l.classid::bigint << 32 | l.objid::bigint) = {LockOf(session)}"
            + " and l.database = (select oid from pg_database where datname = current_database())";

    private static string LockOf(MigrationSession session) => PostgreSqlLock.Of(session.LockedSchema);

    private static string GateOf(MigrationSession session) => PostgreSqlLock.GateOf(session.LockedSchema);

    public static PostgreSqlRunner Instance { get; } = new();

    public override string Name => "postgresql";

    public override SqlFlavour Flavour => PostgreSqlFlavour.Instance;

    public override bool RollsBackSchema => true;

    public override string? MissingDatabase => "3D000";

    public override string Now => "now()";

    public override bool HasOwnLock(string? schema) => PostgreSqlLock.Of(schema) != PostgreSqlLock.Of(null);

    public override string BeginToWrite => "begin read write";

    /// <summary>Triggers, and defaults, views, rules, checks and policies that call a function that did not come with the server.</summary>
    /// <remarks>
    /// What came with it has ids below 16384 (FirstNormalObjectId in the server's transam.h); the views of information_schema call such functions
    /// in every database.
    /// </remarks>
    public override SqlStatement HiddenCalls => SqlStatement.Raw("""
        select 1 from pg_catalog.pg_trigger where not tgisinternal
        union all select 1 from pg_catalog.pg_event_trigger
        union all select 1 from pg_catalog.pg_depend where refclassid = 'pg_catalog.pg_proc'::regclass and refobjid >= 16384 and classid in (
          'pg_catalog.pg_attrdef'::regclass, 'pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_constraint'::regclass, 'pg_catalog.pg_policy'::regclass)
        limit 1
        """);

    public override string TenantNames => "select nspname::text as name from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'";

    public override string TenantPatternHelp => "It is compared with the names of schemas by LIKE: % stands for any text, _ for one character.";

    public override string? CommitLater => "set local synchronous_commit = off";

    public override bool TakesStatementsTogether => true;

    public override string? TransactionMilliseconds => "(extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000)::bigint";

    // The session has the lock twice, so that it can give one back and take it again without ever being without it; only who
    // has it can give it back. To read pg_locks takes a hundred times as long.
    public override string HoldsLock(string? schema)
        => $"case when pg_catalog.pg_advisory_unlock({PostgreSqlLock.Of(schema)}) then pg_catalog.pg_try_advisory_lock({PostgreSqlLock.Of(schema)}) else false end";

    public override string HistoryColumns => """
        migration varchar(200) not null primary key, version bigint unique, name varchar(200) not null, checksum char(64) not null,
        state varchar(10) not null, applied_at timestamptz not null, duration_ms bigint not null, applied_by varchar(200) not null
        """;

    public override string StepColumns => """
        migration varchar(200) not null, step int not null, line int not null, checksum char(64) not null, statement text not null,
        state varchar(10) not null, before_state varchar(10) not null, intended_at timestamptz not null, done_at timestamptz, slice_end text,
        primary key (migration, step)
        """;

    public override async ValueTask<string?> SchemaAsync(MigrationSession session, CancellationToken cancellationToken)
        => await session.ScalarAsync(SqlStatement.Raw("select current_schema()"), cancellationToken).ConfigureAwait(false);

    public override SqlStatement TableExists(string? schema, string table)
        => $"select 1 from pg_tables where schemaname = coalesce({schema}, current_schema()) and tablename = {table}";

    public override async ValueTask<IReadOnlyList<FoundTable>> FindTablesAsync(MigrationSession session, string? current, string table, CancellationToken cancellationToken)
        => await session.QueryAsync(
            $"""
                select n.nspname, pg_get_userbyid(c.relowner), has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relname = {table} and c.relkind in ('r', 'p') and n.nspname !~ '^pg_' order by 1
                """,
            static reader => new FoundTable(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)),
            cancellationToken).ConfigureAwait(false);

    public override SqlStatement SomeObjects(string? schema, string table) => PostgreSqlObjects.Some(schema, table);

    public override IReadOnlyList<SqlStatement> SetLockTimeout(MigrationSession session, TimeSpan timeout)
        => [SqlStatement.Raw(Invariant($"set lock_timeout = {(long)timeout.TotalMilliseconds}"))];

    public override IReadOnlyList<SqlStatement> ResetSession(string? schema) => Statements(ResetTexts);

    /// <summary>Local settings end with the transaction; what is deferred to its end still runs under those of the file.</summary>
    public override ValueTask<SessionShield> ShieldAsync(MigrationSession session, string? schema, TimeSpan lockTimeout)
        => new(new SessionShield(
            Statements(
                [
                    "set constraints all immediate", "set local session authorization default", "set local role to default", "set local client_encoding = 'UTF8'",
                    "set local synchronous_commit to default", "set local statement_timeout = 0", Invariant($"set local lock_timeout = {(long)lockTimeout.TotalMilliseconds}"),
                    .. schema is null ? Array.Empty<string>() : ["set local search_path = pg_catalog"],
                ]),
            []));

    public override async ValueTask HandOverLockAsync(MigrationSession from, MigrationSession to, CancellationToken cancellationToken)
    {
        await TakeGateAsync(to, cancellationToken).ConfigureAwait(false);
        if (await from.ScalarAsync(SqlStatement.Raw($"select pg_catalog.pg_advisory_unlock({LockOf(to)})"), CancellationToken.None).ConfigureAwait(false) != bool.TrueString)
        {
            throw SessionLock.Lost(from.Provider);
        }

        // Gives back all of its locks, and what others could still see of it: its server process may take a while to end.
        await from.ExecuteAsync(SqlStatement.Raw("discard all"), CancellationToken.None).ConfigureAwait(false);
        to.LockedBy = await to.ScalarAsync(
            SqlStatement.Raw($"select case when pg_try_advisory_lock({LockOf(to)}) and pg_try_advisory_lock({LockOf(to)}) then pg_backend_pid()::text end"), CancellationToken.None).ConfigureAwait(false)
            ?? throw SessionLock.Lost(to.Provider);
        await to.ScalarAsync(SqlStatement.Raw($"select pg_advisory_unlock({GateOf(to)})"), CancellationToken.None).ConfigureAwait(false);
    }

    // Never the blocking form: who waits inside a statement holds a snapshot, and CREATE INDEX CONCURRENTLY waits for that.
    public override async ValueTask<IAsyncDisposable?> TryLockAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        // A backend is given its own lock any number of times, so one that has it already is another runner's too.
        var taken = await session.ScalarAsync(
            SqlStatement.Raw(
                $"""
                select case when exists (select 1 from pg_locks l where l.pid = pg_backend_pid() and {LockRow(session)}) then 'shared'
                  when pg_try_advisory_lock({GateOf(session)}) then
                    case when pg_try_advisory_lock({LockOf(session)}) and pg_try_advisory_lock({LockOf(session)}) then pg_backend_pid()::text else '' end
                    || case when pg_advisory_unlock({GateOf(session)}) then '' end
                end
                """),
            cancellationToken).ConfigureAwait(false);
        if (taken == "shared")
        {
            throw Shared(session.Provider, "This session's backend already holds another runner's lock");
        }

        session.LockedBy = taken is null or "" ? null : taken;
        return session.LockedBy is null ? null : SessionLock.Instance;
    }

    public override string? IsSameSession(MigrationSession session) => $"pg_backend_pid() = {session.LockedBy}";

    public override async ValueTask<string?> RunnerAsync(MigrationSession session, CancellationToken cancellationToken)
        => await session.ScalarAsync(SqlStatement.Raw($"select {Who} from pg_stat_activity a join pg_locks l on l.pid = a.pid where {LockRow(session)}"), cancellationToken)
            .ConfigureAwait(false);

    // Two that create it at the same moment both find it missing, and the catalog's key rejects the second.
    public override bool IsDatabaseThere(DatabaseFailure failure)
        => failure.Code == "42P04" || (failure.Code == "23505" && failure.Message.Contains("pg_database_datname_index", StringComparison.Ordinal));

    public override bool IsTemplateBusy(DatabaseFailure failure) => failure.Code == "55006";

    public override async ValueTask<string?> UnlockAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var runner = await RunnerAsync(session, cancellationToken).ConfigureAwait(false);
        await session.QueryAsync(
            SqlStatement.Raw($"select pg_terminate_backend(l.pid) from pg_locks l where l.pid <> pg_backend_pid() and {LockRow(session)}"),
            static _ => true,
            cancellationToken).ConfigureAwait(false);
        return runner;
    }

    public override async ValueTask<string?> HoldersAsync(MigrationSession session, SchemaName? table, CancellationToken cancellationToken)
        => await session.ScalarAsync(
            $"""
                select string_agg(distinct {SqlStatement.Raw(Who)}, '; ') from pg_stat_activity a join pg_locks l on l.pid = a.pid
                where l.granted and l.locktype = 'relation' and a.pid <> pg_backend_pid() and a.datname = current_database()
                  and a.backend_type = 'client backend' and ({Quoted(table)}::text is null or l.relation = to_regclass({Quoted(table)}::text))
                """,
            cancellationToken).ConfigureAwait(false);

    public override async ValueTask<bool> ExistsAsync(MigrationSession session, SchemaEffect effect, CancellationToken cancellationToken)
    {
        SqlStatement query = effect switch
        {
            { Object: SchemaObject.Database } => $"select 1 from pg_database where datname = {effect.Name.Name}",
            { Table: { } table } => $"""
                select 1 from pg_index i join pg_class c on c.oid = i.indexrelid
                where i.indrelid = to_regclass({Quoted(table)}) and c.relname = {effect.Name.Name} and i.indisvalid
                """,
            _ => $"select 1 where to_regclass({Quoted(effect.Name)}) is not null",
        };
        return await session.ScalarAsync(query, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>An index that was not finished stays as an invalid one, which slows writes and blocks its own name.</summary>
    public override async ValueTask CleanUpAsync(MigrationSession session, StatementTraits traits, CancellationToken cancellationToken)
    {
        foreach (var effect in traits.Effects.Where(static e => e is { Object: SchemaObject.Index, Exists: true, Table: not null }))
        {
            var invalid = await session.ScalarAsync(
                $"""
                    select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indexrelid
                    where i.indrelid = to_regclass({Quoted(effect.Table)}) and c.relname = {effect.Name.Name} and not i.indisvalid
                    """,
                cancellationToken).ConfigureAwait(false);
            if (invalid is not null)
            {
                await session.ExecuteAsync(SqlStatement.Raw($"drop index concurrently {invalid}"), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// While this session is idle, a transaction-mode pooler lends its server to whoever comes next; a second session then
    /// shows the same backend. On a direct connection it never does.
    /// </summary>
    public override async ValueTask CheckTopologyAsync(Database database, MigrationSession session, CancellationToken cancellationToken)
    {
        var backend = SqlStatement.Raw("select pg_backend_pid()");
        var mine = await session.ScalarAsync(backend, cancellationToken).ConfigureAwait(false);
        var other = await MigrationSession.OpenAsync(database, cancellationToken).ConfigureAwait(false);
        await using (other.ConfigureAwait(false))
        {
            if (await other.ScalarAsync(backend, cancellationToken).ConfigureAwait(false) == mine)
            {
                throw Shared(session.Provider, $"Two sessions share the backend {mine}");
            }
        }
    }

    /// <summary>What a session leaves behind, without its locks.</summary>
    public static IReadOnlyList<string> ResetTexts { get; } =
    [
        "set constraints all immediate", "close all", "reset session authorization", "reset role", "reset all", "unlisten *", "discard temp", "discard sequences",
        "deallocate all",
    ];

    private static IReadOnlyList<SqlStatement> Statements(IEnumerable<string> texts) => [.. texts.Select(static text => SqlStatement.Raw(text))];

    private static async ValueTask TakeGateAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await session.ScalarAsync(SqlStatement.Raw($"select pg_try_advisory_lock({GateOf(session)})"), cancellationToken).ConfigureAwait(false) != bool.TrueString)
        {
            if (TimeProvider.System.GetElapsedTime(started) > GateTimeout)
            {
                throw SessionLock.Kept(session.Provider);
            }

            await Task.Delay(5, cancellationToken).ConfigureAwait(false);
        }
    }

    private static MigrationException Shared(DatabaseProvider provider, string what)
        => new(
            MigrationFailure.UnsafeTopology,
            $"{what} on {provider.Endpoint}: this is a pooler in transaction mode, where a session's lock protects nothing. Connect directly to the server, or use a pool in session mode.");

    private const string Who = "format('pid %s (%s, user %s, from %s, %s, since %s): %s', a.pid, coalesce(nullif(a.application_name, ''), 'unnamed'), a.usename, "
        + "coalesce(host(a.client_addr), 'local'), a.state, to_char(a.xact_start at time zone 'UTC', 'HH24:MI:SS'), left(regexp_replace(a.query, '\\s+', ' ', 'g'), 80))";

    private static string? Quoted(SchemaName? name)
        => name is not { } n ? null : n.Schema is null ? Quoted(n.Name) : $"{Quoted(n.Schema)}.{Quoted(n.Name)}";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
