using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What a database is seen to be doing, so that a test need not guess from the clock.</summary>
internal static class Observed
{
    /// <summary>Returns when a statement of another pool is at work.</summary>
    /// <param name="observer">A pool on the same database that looks.</param>
    /// <param name="observed">The pool whose statement it is.</param>
    public static Task RunningAsync(Database observer, Database observed) => SeenAsync("a statement runs", observer, observed, observer.Provider.SystemName switch
    {
        "postgresql" => "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'active'",
        _ => "select count(*) from information_schema.processlist where db = database() and id <> connection_id() and command in ('Query', 'Execute')",
    });

    /// <summary>Returns when a statement of another pool waits for a lock.</summary>
    /// <param name="observer">A pool on the same database that looks.</param>
    /// <param name="observed">The pool whose statement it is.</param>
    public static Task WaitingForALockAsync(Database observer, Database observed) => SeenAsync("a statement waits for a lock", observer, observed, observer.Provider.SystemName switch
    {
        "postgresql" => new PostgreSqlTarget().LockWaits,
        _ => new MySqlTarget().LockWaits,
    });

    private static Task SeenAsync(string what, Database observer, Database observed, string count) => observer.Provider.SystemName == "sqlite"

        // Nobody else can look into this process: the statement has its connection, and is about to begin or has begun.
        ? Waiting.UntilAsync(what, () => observed.Connections.Statistics.Leased > 0)

        // InnoDB shows what it has shown before to who asks again within a tenth of a second.
        : Waiting.UntilAsync(
            what,
            async () => await observer.QuerySingleAsync<long>(SqlStatement.Raw(count), TestContext.Current.CancellationToken) > 0,
            observer.Provider.SystemName == "mysql" ? new MySqlTarget().LockWaitsInterval : null);
}
