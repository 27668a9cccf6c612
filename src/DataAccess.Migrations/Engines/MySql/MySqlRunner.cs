using System.Globalization;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>MySQL and MariaDB: a user-level lock of the session that runs the statements; the schema does not roll back.</summary>
internal sealed class MySqlRunner : RunnerDialect
{
    // The lock is the whole server's, so its name holds the database; a name has at most 64 characters.
    public const string Lock = "concat('dataaccess:', left(sha2(@dataaccess_database, 256), 32))";

    /// <summary>
    /// Taken for a moment by whoever is about to take the lock, and by the runner while it moves the lock to another session: so nobody takes it in between.
    /// </summary>
    public const string Gate = "concat('dataaccess-gate:', left(sha2(@dataaccess_database, 256), 32))";

    // ER_WARNING_NOT_COMPLETE_ROLLBACK, https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html
    private const long NotCompleteRollback = 1196;

    /// <summary>Settings that a file of rows may change, and that both servers have.</summary>
    public static readonly string[] Settings =
    [
        "foreign_key_checks", "unique_checks", "sql_mode", "time_zone", "sql_safe_updates", "sql_select_limit", "default_storage_engine", "completion_type",
        "group_concat_max_len", "sql_big_selects", "max_join_size",
    ];

    private const string Who = "concat('connection ', p.id, ' (user ', p.user, ', from ', p.host, ', ', lower(p.command), ' for ', p.time, ' s): ', coalesce(left(p.info, 80), ''))";

    public static MySqlRunner Instance { get; } = new();

    public override string Name => "mysql";

    public override SqlFlavour Flavour => MySqlFlavour.Instance;

    public override bool RollsBackSchema => false;

    public override string? MissingDatabase => "42000/1049";

    public override string TenantNames => "select schema_name as name from information_schema.schemata where schema_name not in ('information_schema', 'performance_schema', 'mysql', 'sys')";

    public override string TenantPatternHelp => "It is compared with the names of databases by LIKE: % stands for any text, _ for one character.";

    // The catalog compares without regard to case, and the names of databases differ by it.
    public override SqlStatement TenantsLike(string names, string pattern)
        => $"select n.name from ({SqlStatement.Raw(names)}) n where cast(n.name as char character set utf8mb4) collate utf8mb4_bin like {pattern}";

    public override string Now => "utc_timestamp(6)";

    public override string Begin => "start transaction";

    public override string BeginToWrite => "start transaction read write";

    public override SqlStatement HiddenCalls => SqlStatement.Raw("select 1 from information_schema.triggers where trigger_schema not in ('sys', 'mysql') limit 1");

    public override string? StartClock => "set @dataaccess_begun = utc_timestamp(6)";

    public override string? TransactionMilliseconds => "timestampdiff(microsecond, @dataaccess_begun, utc_timestamp(6)) div 1000";

    public override string HoldsLock(string? schema) => $"is_used_lock({Lock}) = connection_id()";

    public override string HistoryColumns => """
        migration varchar(200) character set utf8mb4 collate utf8mb4_bin not null primary key, version bigint unique, name varchar(200) character set utf8mb4 not null,
        checksum char(64) not null, state varchar(10) not null, applied_at datetime(6) not null, duration_ms bigint not null,
        applied_by varchar(200) character set utf8mb4 not null
        """;

    public override string StepColumns => """
        migration varchar(200) character set utf8mb4 collate utf8mb4_bin not null, step int not null, line int not null, checksum char(64) not null,
        statement longtext character set utf8mb4 not null, state varchar(10) not null, before_state varchar(10) not null,
        intended_at datetime(6) not null, done_at datetime(6), slice_end longtext character set utf8mb4, primary key (migration, step)
        """;

    public override async ValueTask<string?> SchemaAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        // Kept in the session, as a script may USE another database.
        await session.ExecuteAsync(SqlStatement.Raw("set @dataaccess_database = database()"), cancellationToken).ConfigureAwait(false);
        return await session.ScalarAsync(SqlStatement.Raw("select database()"), cancellationToken).ConfigureAwait(false)
            ?? throw MigrationException.Validation(["The URL has no database name. Write mysql://user@host/database."]);
    }

    public override SqlStatement TableExists(string? schema, string table)
        => $"select 1 from information_schema.tables where table_schema = coalesce({schema}, database()) and table_name = {table}";

    public override async ValueTask<string?> ServerEngineAsync(MigrationSession session, CancellationToken cancellationToken)
        => await session.ScalarAsync(SqlStatement.Raw("select version()"), cancellationToken).ConfigureAwait(false) is { } version && version.Contains("MariaDB", StringComparison.OrdinalIgnoreCase)
            ? "mariadb"
            : Name;

    public override SqlStatement SomeObjects(string? schema, string table)
        => $"""
            select concat(o.kind, ' ', o.name) from (
              select case when table_type like '%VIEW' then 'view' else 'table' end as kind, table_name as name from information_schema.tables where table_schema = database()
              union all select lower(routine_type), routine_name from information_schema.routines where routine_schema = database()
              union all select 'event', event_name from information_schema.events where event_schema = database()) o
            where o.name not like 'dataaccess\\_%' and o.name not in ({table}, {table + "_steps"})
            order by 1 limit 6
            """;

    public override IReadOnlyList<SqlStatement> SetLockTimeout(MigrationSession session, TimeSpan timeout)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(timeout.TotalSeconds));
        return [SqlStatement.Raw(Invariant($"set session lock_wait_timeout = {seconds}, session innodb_lock_wait_timeout = {seconds}"))];
    }

    public override IReadOnlyList<SqlStatement> ResetSession(string? schema) =>
    [
        SqlStatement.Raw($"use {MySqlText.Quote(schema!)}"),
        SqlStatement.Raw($"set {string.Join(", ", Settings.Select(static name => $"session {name} = @@global.{name}"))}, session timestamp = 0, session insert_id = 0, session last_insert_id = 0"),
        SqlStatement.Raw("set names utf8mb4"),
    ];

    public override async ValueTask<bool> NeedsShieldAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        session.FirstRole = await session.ScalarAsync(SqlStatement.Raw(MySqlShield.CurrentRole), cancellationToken).ConfigureAwait(false);
        return await session.ScalarAsync(SqlStatement.Raw(MySqlShield.IsNeeded), cancellationToken).ConfigureAwait(false) == "1";
    }

    public override IReadOnlyList<SqlStatement> AllowParameters => [MySqlShield.AllowParameters];

    public override ValueTask<SessionShield> ShieldAsync(MigrationSession session, string? schema, TimeSpan lockTimeout) => MySqlShield.ForAsync(session, lockTimeout);

    public override async ValueTask HandOverLockAsync(MigrationSession from, MigrationSession to, CancellationToken cancellationToken)
    {
        await SchemaAsync(to, cancellationToken).ConfigureAwait(false);
        if (await to.ScalarAsync(SqlStatement.Raw($"select get_lock({Gate}, 30)"), cancellationToken).ConfigureAwait(false) != "1")
        {
            throw SessionLock.Kept(from.Provider);
        }

        if (await from.ScalarAsync(SqlStatement.Raw($"select release_lock({Lock}) limit 1"), CancellationToken.None).ConfigureAwait(false) != "1")
        {
            throw SessionLock.Lost(from.Provider);
        }

        // What others could still see of it, as its thread in the server may take a while to end.
        await from.ExecuteAllAsync([SqlStatement.Raw("rollback"), SqlStatement.Raw("unlock tables"), SqlStatement.Raw("do release_all_locks()")], CancellationToken.None).ConfigureAwait(false);
        if (await to.ScalarAsync(SqlStatement.Raw($"select get_lock({Lock}, 0)"), CancellationToken.None).ConfigureAwait(false) != "1")
        {
            throw SessionLock.Lost(to.Provider);
        }

        await to.ExecuteAsync(SqlStatement.Raw($"do release_lock({Gate})"), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Never waits for the lock while it has the gate, as the runner at work may need that.</summary>
    public override async ValueTask<IAsyncDisposable?> TryLockAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var taken = await session.ScalarAsync(
            SqlStatement.Raw($"select case when get_lock({Gate}, 0) = 1 then concat(coalesce(get_lock({Lock}, 0), 0), if(release_lock({Gate}), '', '')) end"), cancellationToken)
            .ConfigureAwait(false);
        return taken == "1" ? SessionLock.Instance : null;
    }

    public override async ValueTask<string?> RunnerAsync(MigrationSession session, CancellationToken cancellationToken)
        => await session.ScalarAsync(
            SqlStatement.Raw($"select {Who} from information_schema.processlist p where p.id = is_used_lock({Lock})"), cancellationToken).ConfigureAwait(false);

    public override bool IsDatabaseThere(DatabaseFailure failure) => failure.Code == "HY000/1007";

    public override async ValueTask<string?> UnlockAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var runner = await RunnerAsync(session, cancellationToken).ConfigureAwait(false);
        if (await session.ScalarAsync(SqlStatement.Raw($"select is_used_lock({Lock})"), cancellationToken).ConfigureAwait(false) is { } connection)
        {
            await session.ExecuteAsync(SqlStatement.Raw($"kill {connection}"), cancellationToken).ConfigureAwait(false);
        }

        return runner;
    }

    /// <summary>A statement about the schema waits for transactions that have used the table; those of long standing are named.</summary>
    public override async ValueTask<string?> HoldersAsync(MigrationSession session, SchemaName? table, CancellationToken cancellationToken)
        => await session.ScalarAsync(
            SqlStatement.Raw(
                $"""
                select group_concat({Who} separator '; ')
                from information_schema.processlist p
                where p.id <> connection_id() and p.db = @dataaccess_database and p.user <> 'event_scheduler'
                  and (p.command <> 'Sleep' or p.id in (select trx_mysql_thread_id from information_schema.innodb_trx))
                """),
            cancellationToken).ConfigureAwait(false);

    public override async ValueTask<bool> LeftRowsAsync(MigrationSession session)
    {
        var codes = await session.QueryAsync(SqlStatement.Raw("show warnings"), static reader => Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture), CancellationToken.None).ConfigureAwait(false);
        return codes.Contains(NotCompleteRollback);
    }

    public override async ValueTask<bool> ExistsAsync(MigrationSession session, SchemaEffect effect, CancellationToken cancellationToken)
    {
        var table = effect.Table ?? default;
        var name = effect.Name;
        SqlStatement query = effect.Object switch
        {
            SchemaObject.Column => OfTable("columns", "column_name"),
            SchemaObject.Index => OfTable("statistics", "index_name"),
            SchemaObject.Constraint => OfTable("table_constraints", "constraint_name"),
            SchemaObject.Table => OfSchema("tables", "table_schema", "table_name"),
            SchemaObject.Trigger => OfSchema("triggers", "trigger_schema", "trigger_name"),
            SchemaObject.Routine => OfSchema("routines", "routine_schema", "routine_name"),
            SchemaObject.Event => OfSchema("events", "event_schema", "event_name"),
            _ => $"select 1 from information_schema.schemata where schema_name = {name.Name} limit 1",
        };

        // The catalog consists of views over many tables: planned anew each time, a query takes twice as long.
        return await session.ScalarAsync(query, cancellationToken, prepare: true).ConfigureAwait(false) is not null;

        SqlStatement OfTable(string view, string column)
            => $"select 1 from information_schema.{SqlStatement.Raw(view)} where table_schema = coalesce({table.Schema}, database()) and table_name = {table.Name} and {SqlStatement.Raw(column)} = {name.Name} limit 1";

        SqlStatement OfSchema(string view, string schema, string column)
            => $"select 1 from information_schema.{SqlStatement.Raw(view)} where {SqlStatement.Raw(schema)} = coalesce({name.Schema}, database()) and {SqlStatement.Raw(column)} = {name.Name} limit 1";
    }
}
