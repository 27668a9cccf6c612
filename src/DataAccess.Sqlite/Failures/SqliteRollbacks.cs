using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Failures;

/// <summary>Which results of COMMIT prove that nothing was committed. docs/failures.md lists them; a test compares the two.</summary>
internal static class SqliteRollbacks
{
    /// <summary>
    /// Whether a COMMIT that left no transaction open has been undone. An I/O error, or a lack of memory, may occur when the log already
    /// contains the whole transaction, which takes effect if the log is read again. With a full disk the end of the transaction is missing.
    /// </summary>
    public static bool AreProvenBy(Exception exception)
        => exception is SqliteException sqlite
            && (sqlite.SqliteErrorCode == SqliteFailures.Full || SqliteFailures.Classify(sqlite).Kind is FailureKind.Rejected or FailureKind.RolledBack);
}
