using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>SQLite: a lock file that the operating system holds, and transactions for everything.</summary>
internal sealed class SqliteRunner : RunnerDialect
{
    public static SqliteRunner Instance { get; } = new();

    public override string Name => "sqlite";

    public override SqlFlavour Flavour => SqliteFlavour.Instance;

    public override bool RollsBackSchema => true;

    public override string TenantPatternHelp => "It is a path relative to the working directory, whose last part may have * for any text and ? for one character.";

    public override string Now => "strftime('%Y-%m-%d %H:%M:%f', 'now')";

    // The write lock at once: a transaction that reads first and writes later could not be upgraded.
    public override string Begin => "begin immediate";

    public override string BeginToWrite => "pragma query_only = off; begin immediate";

    /// <summary>The lock is a handle of this process, which nothing in the database can take away.</summary>
    public override string HoldsLock(string? schema) => "1 = 1";

    public override string HistoryColumns => """
        migration text not null primary key, version integer unique, name text not null, checksum text not null, state text not null,
        applied_at text not null, duration_ms integer not null, applied_by text not null
        """;

    public override string StepColumns => """
        migration text not null, step integer not null, line integer not null, checksum text not null, statement text not null,
        state text not null, before_state text not null, intended_at text not null, done_at text, slice_end text, primary key (migration, step)
        """;

    public override ValueTask<string?> SchemaAsync(MigrationSession session, CancellationToken cancellationToken) => new((string?)null);

    public override SqlStatement TableExists(string? schema, string table) => $"select 1 from sqlite_schema where type = 'table' and name = {table}";

    public override bool HasSchemas => false;

    public override SqlStatement SomeObjects(string? schema, string table)
        => $"""
            select type || ' ' || name from sqlite_schema
            where type in ('table', 'view') and name not like 'sqlite\_%' escape '\' and name not like 'dataaccess\_%' escape '\' and name not in ({table}, {table + "_steps"})
            order by name limit 6
            """;

    public override IReadOnlyList<SqlStatement> SetLockTimeout(MigrationSession session, TimeSpan timeout)
    {
        // The driver tries again and again until its command timeout; that is the only limit it knows. A directive may name any time.
        session.CommandTimeout = TimeSpan.FromSeconds(Math.Clamp(timeout.TotalSeconds, 1, 24 * 60 * 60));
        return [];
    }

    public override bool LocksInSession => false;

    public override IReadOnlyList<SqlStatement> ResetSession(string? schema) =>
    [
        SqlStatement.Raw("pragma query_only = off"), SqlStatement.Raw("pragma recursive_triggers = off"), SqlStatement.Raw("pragma case_sensitive_like = off"),
        SqlStatement.Raw("pragma legacy_alter_table = off"), SqlStatement.Raw("pragma writable_schema = off"), SqlStatement.Raw("pragma ignore_check_constraints = off"),
        SqlStatement.Raw("pragma reverse_unordered_selects = off"), SqlStatement.Raw("pragma defer_foreign_keys = off"), SqlStatement.Raw("pragma foreign_keys = on"),
    ];

    /// <summary>Nothing else that a file can set is in the way of the history.</summary>
    public override ValueTask<SessionShield> ShieldAsync(MigrationSession session, string? schema, TimeSpan lockTimeout)
        => new(new SessionShield([SqlStatement.Raw("pragma query_only = off")], []));

    public override ValueTask<IAsyncDisposable?> TryLockAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        if (!session.Provider.CanShareData)
        {
            return new(SessionLock.Instance);
        }

        if (!File.Exists(session.DataSource))
        {
            // In memory, where only this process sees it.
            return new(SqliteProcessLock.TryTake(session.DataSource));
        }

        try
        {
            // Never deleted: one process could wait for the old file while another creates a new one, and both would hold a lock.
            var file = new FileStream(LockFileOf(session), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new(file);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new MigrationException(
                MigrationFailure.Validation,
                $"The runner's lock on {session.DataSource} cannot be taken: {exception.Message.TrimEnd('.')}. Let this user write {LockFileOf(session)} and the files beside it, or run the command as another user.",
                exception);
        }
        catch (IOException)
        {
            return new((IAsyncDisposable?)null);
        }
    }

    public override ValueTask<string?> RunnerAsync(MigrationSession session, CancellationToken cancellationToken)
        => new(File.Exists(session.DataSource) ? $"the process that has {LockFileOf(session)} open" : "another runner in this process");

    public override ValueTask<string?> UnlockAsync(MigrationSession session, CancellationToken cancellationToken) => new((string?)null);

    public override ValueTask<string?> HoldersAsync(MigrationSession session, SchemaName? table, CancellationToken cancellationToken)
        => new($"a connection with an open write transaction on {session.DataSource}");

    public override ValueTask<bool> ExistsAsync(MigrationSession session, SchemaEffect effect, CancellationToken cancellationToken) => new(false);

    private static string LockFileOf(MigrationSession session) => session.DataSource + ".migrate-lock";
}
