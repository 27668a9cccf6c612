using MySqlConnector;

namespace DataAccess.MySql.Failures;

/// <summary>What proves that nothing was committed, as an answer to what commits. docs/failures.md lists it; a test compares the two.</summary>
internal static class MySqlRollbacks
{
    /// <summary>
    /// Whether the answer to what commits proves a rollback. After a cancel MySqlConnector sends a statement of its own
    /// (<c>do sleep(0)</c>), so that its late KILL hits that; what goes wrong there comes out of the batch, though its COMMIT was answered.
    /// So a kill proves nothing, and of the errors that any statement may meet none does once somebody has cancelled.
    /// </summary>
    public static bool AreProvenBy(Exception exception, bool wasCancelled)
        => exception switch
        {
            MySqlException { InnerException: null } server when MySqlFailures.IsOfXPath(server) => true,
            MySqlException { InnerException: null } server => AreProvenBy(server.Number, MySqlFailures.KindOf(server), wasCancelled),

            // All was answered, and nothing stored.
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
            // These are of rows, locks and transactions, which a statement without any does not meet.
            FailureKind.Rejected or FailureKind.RolledBack or FailureKind.StaleStatement => true,
            FailureKind.Unavailable or FailureKind.Fatal => !wasCancelled,
            _ => false,
        },
    };
}
