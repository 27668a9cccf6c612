using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Failures;

/// <summary>Which answers to a COMMIT prove that nothing was committed. docs/failures.md lists them; a test compares the two.</summary>
internal static class MySqlRollbacks
{
    /// <summary>
    /// Whether the answer to a message that commits proves a rollback. After a cancellation MySqlConnector sends a statement of its own
    /// (<c>do sleep(0)</c>), so that its late KILL hits that statement; the batch reports an error of it although its COMMIT was answered.
    /// So a kill proves nothing, and once the batch was cancelled, neither does an error that any statement may meet.
    /// </summary>
    public static bool AreProvenBy(Exception exception, bool wasCancelled)
        => exception switch
        {
            MySqlException { InnerException: null } server when MySqlFailures.IsOfXPath(server) => true,
            MySqlException { InnerException: null } server => AreProvenBy(server.Number, MySqlFailures.KindOf(server), wasCancelled),

            // Everything was answered, and nothing was stored.
            RowsMissingException missing => !missing.MayBeStored,
            _ => false,
        };

    internal static bool AreProvenBy(int number, FailureKind kind, bool wasCancelled) => number switch
    {
        // An unknown error, as proxies answer with it; an error of the storage engine; of writing a file, which may be that of
        // the binary log; of the binary log.
        1105 or 1030 or 1026 or 1598 => false,
        _ => kind switch
        {
            // These concern rows, locks and transactions, which a statement without any does not meet.
            FailureKind.Rejected or FailureKind.RolledBack or FailureKind.StaleStatement => true,
            FailureKind.Unavailable or FailureKind.Fatal => !wasCancelled,
            _ => false,
        },
    };
}
