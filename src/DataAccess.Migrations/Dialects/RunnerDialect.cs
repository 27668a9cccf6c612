using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Dialects;

/// <summary>What differs between engines where migrations are run: lock, history tables, catalog, transactions. Instances have no state.</summary>
internal abstract class RunnerDialect
{
    /// <summary>The name of the provider's system, which is also the suffix of the engine's files: <c>postgresql</c>.</summary>
    public abstract string Name { get; }

    public abstract SqlFlavour Flavour { get; }

    /// <summary>Whether a changed schema can be rolled back.</summary>
    public abstract bool RollsBackSchema { get; }

    /// <summary>An expression for the time now, UTC.</summary>
    public abstract string Now { get; }

    /// <summary>What begins a transaction.</summary>
    public virtual string Begin => "begin";

    /// <summary>What begins a transaction of the runner's own, whatever the session's default for transactions is.</summary>
    public virtual string BeginToWrite => Begin;

    /// <summary>
    /// Lets the open transaction commit before it is on disk, or null where the engine cannot. Commits reach
    /// the disk in their order, so a crash takes the latest away whole, with their rows in the history; a later one makes all durable.
    /// </summary>
    public virtual string? CommitLater => null;

    /// <summary>What notes the time that <see cref="TransactionMilliseconds"/> counts from; null where the server does so by itself.</summary>
    public virtual string? StartClock => null;

    /// <summary>An expression for the milliseconds since the transaction began; null where the server does not know it.</summary>
    public virtual string? TransactionMilliseconds => null;

    /// <summary>Whether the runner's lock is one of the session that runs the statements.</summary>
    public virtual bool LocksInSession => true;

    /// <summary>Whether the history of a schema has a lock of its own, apart from that of a session whose schema is not said.</summary>
    public virtual bool HasOwnLock(string? schema) => false;

    /// <summary>A query that has a row if an ordinary statement may run code that its text does not show, such as a trigger, and that may change the session; null where none can.</summary>
    public virtual SqlStatement? HiddenCalls => null;

    /// <summary>The code of the error that the connection's database does not exist; null where opening it creates it.</summary>
    public virtual string? MissingDatabase => null;

    /// <summary>Whether a database was not created because it is there already.</summary>
    public virtual bool IsDatabaseThere(DatabaseFailure failure) => false;

    /// <summary>Whether a database was not created because others use what it is copied from.</summary>
    public virtual bool IsTemplateBusy(DatabaseFailure failure) => false;

    /// <summary>Whether several statements go in one round trip, and an error tells which of them failed.</summary>
    public virtual bool TakesStatementsTogether => false;

    /// <summary>Whether short files share a round trip and a commit.</summary>
    public bool HasGroupCommit => TransactionMilliseconds is not null;

    /// <summary>A condition that holds while this session has the runner's lock.</summary>
    /// <param name="schema">The schema of the history that it protects; null where there is only one.</param>
    public abstract string HoldsLock(string? schema);

    public abstract string HistoryColumns { get; }

    public abstract string StepColumns { get; }

    /// <summary>The schema of the history, so that a script may switch to another; null if there is only one.</summary>
    public abstract ValueTask<string?> SchemaAsync(MigrationSession session, CancellationToken cancellationToken);

    /// <summary>The engine of the server, where one provider serves several; else null.</summary>
    public virtual ValueTask<string?> ServerEngineAsync(MigrationSession session, CancellationToken cancellationToken) => new((string?)null);

    /// <summary>Whether a database has schemas, or the server other databases, where a history may be.</summary>
    public virtual bool HasSchemas => true;

    public abstract SqlStatement TableExists(string? schema, string table);

    /// <summary>Finds the tables of a name wherever this user can see one.</summary>
    /// <param name="session">The session.</param>
    /// <param name="current">The schema where tables are created now; null where there is only one.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual async ValueTask<IReadOnlyList<FoundTable>> FindTablesAsync(MigrationSession session, string? current, string table, CancellationToken cancellationToken)
        => await session.ScalarAsync(TableExists(current, table), cancellationToken).ConfigureAwait(false) is null ? [] : [new FoundTable(current, "this database", IsReadable: true)];

    /// <summary>Names some of the tables, views, routines and the like in the database, apart from those of the server, of its extensions and of this library.</summary>
    /// <param name="schema">The schema to look in beside those that names are looked up in; null for all that this user may use.</param>
    /// <param name="table">The history table, which does not count, nor does its step table.</param>
    public abstract SqlStatement SomeObjects(string? schema, string table);

    /// <summary>Limits how long statements wait for another session's lock.</summary>
    public abstract IReadOnlyList<SqlStatement> SetLockTimeout(MigrationSession session, TimeSpan timeout);

    /// <summary>Resets the settings that a script may have changed, where the session has to stay: in a transaction of several files.</summary>
    public abstract IReadOnlyList<SqlStatement> ResetSession(string? schema);

    /// <summary>Looks at a session when it begins.</summary>
    /// <returns>Whether the server's own settings are such that the runner's statements need the shield.</returns>
    public virtual ValueTask<bool> NeedsShieldAsync(MigrationSession session, CancellationToken cancellationToken) => new(false);

    /// <summary>What makes the runner's statements independent of what a file has set.</summary>
    /// <param name="session">The session, which may be in a transaction.</param>
    /// <param name="schema">The schema of the history.</param>
    /// <param name="lockTimeout">How long the runner's statements wait for a lock.</param>
    public abstract ValueTask<SessionShield> ShieldAsync(MigrationSession session, string? schema, TimeSpan lockTimeout);

    /// <summary>What lets the driver write parameters into a statement of a file, whatever the server's settings are.</summary>
    public virtual IReadOnlyList<SqlStatement> AllowParameters => [];

    /// <summary>Moves the runner's lock to a new session, so that no other runner can take it in between. Everything that ends with a session ends for the old one.</summary>
    /// <exception cref="MigrationException">The old session did not have it.</exception>
    public virtual ValueTask HandOverLockAsync(MigrationSession from, MigrationSession to, CancellationToken cancellationToken) => default;

    /// <summary>A query for the names that may be tenants, without the server's own; null where a tenant is a file.</summary>
    public virtual string? TenantNames => null;

    /// <summary>What a pattern of tenants means, for a message.</summary>
    public abstract string TenantPatternHelp { get; }

    /// <summary>The names of <see cref="TenantNames"/> that are like a pattern.</summary>
    public virtual SqlStatement TenantsLike(string names, string pattern) => $"select n.name from ({SqlStatement.Raw(names)}) n where n.name like {pattern}";

    /// <summary>Takes the runner's lock, or returns null while another runner holds it. Waits for a second at most.</summary>
    public abstract ValueTask<IAsyncDisposable?> TryLockAsync(MigrationSession session, CancellationToken cancellationToken);

    /// <summary>A condition that holds in the server's session that took the lock; null where no pooler may give each transaction another one.</summary>
    public virtual string? IsSameSession(MigrationSession session) => null;

    /// <summary>Who holds the runner's lock, for a message; null if unknown.</summary>
    public abstract ValueTask<string?> RunnerAsync(MigrationSession session, CancellationToken cancellationToken);

    /// <summary>Ends the session that holds the runner's lock.</summary>
    /// <returns>The ended session, or null if nobody holds the lock.</returns>
    public abstract ValueTask<string?> UnlockAsync(MigrationSession session, CancellationToken cancellationToken);

    /// <summary>Who holds locks on a table, or on anything if it is null; null if unknown.</summary>
    public abstract ValueTask<string?> HoldersAsync(MigrationSession session, SchemaName? table, CancellationToken cancellationToken);

    /// <summary>Whether an object is in the catalog, in the form that the statement leaves.</summary>
    public abstract ValueTask<bool> ExistsAsync(MigrationSession session, SchemaEffect effect, CancellationToken cancellationToken);

    /// <summary>Removes what a failed or interrupted statement left behind, so that it can be run again.</summary>
    public virtual ValueTask CleanUpAsync(MigrationSession session, StatementTraits traits, CancellationToken cancellationToken) => default;

    /// <summary>Whether the rollback just done left rows behind.</summary>
    public virtual ValueTask<bool> LeftRowsAsync(MigrationSession session) => new(false);

    /// <summary>Makes sure that a session lock works on this connection.</summary>
    /// <exception cref="MigrationException">A pooler switches the session between statements.</exception>
    public virtual ValueTask CheckTopologyAsync(Database database, MigrationSession session, CancellationToken cancellationToken) => default;

    /// <summary>Reads how much of a statement's effects the catalog shows.</summary>
    public async ValueTask<CatalogState> ReadCatalogStateAsync(MigrationSession session, StatementTraits traits, CancellationToken cancellationToken)
    {
        var seen = 0;
        foreach (var effect in traits.Effects)
        {
            seen += await ExistsAsync(session, effect, cancellationToken).ConfigureAwait(false) == effect.Exists ? 1 : 0;
        }

        return traits.Effects.Count == 0 ? CatalogState.Unknown
            : seen == 0 ? CatalogState.None
            : seen == traits.Effects.Count ? CatalogState.All
            : CatalogState.Some;
    }
}
