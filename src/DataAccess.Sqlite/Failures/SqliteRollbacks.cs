using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Failures;

/// <summary>What proves that nothing was committed, as an answer to COMMIT. docs/failures.md lists it; a test compares the two.</summary>
internal static class SqliteRollbacks
{
    /// <summary>
    /// Whether a COMMIT that left no transaction open has been undone. An error of input or output, or of memory, may come when the
    /// log already holds the whole transaction, which then counts if the log is read again. A full disk leaves its end out.
    /// </summary>
    public static bool AreProvenBy(Exception exception)
        => exception is SqliteException sqlite
            && (sqlite.SqliteErrorCode == SqliteFailures.Full || SqliteFailures.Classify(sqlite).Kind is FailureKind.Rejected or FailureKind.RolledBack);
}
