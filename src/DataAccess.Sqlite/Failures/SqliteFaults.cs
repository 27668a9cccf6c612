using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Failures;

/// <summary>Failures that a test asks for.</summary>
internal static class SqliteFaults
{
    public static Exception Of(FailureKind kind) => kind switch
    {
        FailureKind.Rejected => Failure("UNIQUE constraint failed: a test made this fail", 19, 2067),
        FailureKind.RolledBack => Failure("database is locked: a test made this fail", 5, 5),
        FailureKind.Unavailable => Failure("database or disk is full: a test made this fail", 13, 13),
        FailureKind.Cancelled => Failure("interrupted: a test made this fail", 9, 9),
        FailureKind.Fatal => Failure("SQL logic error: a test made this fail", 1, 1),

        // There is no connection to lose: a file that cannot be read comes nearest.
        FailureKind.ConnectionLost => Failure("disk I/O error: a test made this fail", 10, 266),
        _ => new NotSupportedException($"SQLite cannot be made to fail as {kind}."),
    };

    /// <summary>A COMMIT that could not be flushed, of which nobody knows whether it takes effect after a crash.</summary>
    public static Exception LoseAnswer(SqliteConnection connection, bool isCommitted)
    {
        if (!isCommitted && connection.Handle is { IsInvalid: false } handle && raw.sqlite3_get_autocommit(handle) == 0)
        {
            raw.sqlite3_exec(handle, "rollback");
        }

        return Failure("disk I/O error: a test made this fail", 10, SqliteFailures.FlushFailed);
    }

    private static SqliteException Failure(string message, int code, int extendedCode) => new(Invariant($"SQLite Error {code}: '{message}'."), code, extendedCode);
}
