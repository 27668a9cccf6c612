using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Failures;

/// <summary>Classifies SQLite's result codes. The codes are those of https://www.sqlite.org/rescode.html.</summary>
internal static class SqliteFailures
{
    private const int Error = 1;
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int OutOfMemory = 7;
    private const int ReadOnly = 8;
    private const int Interrupted = 9;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    internal const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;
    private const int SchemaChanged = 17;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int NoLargeFiles = 22;
    private const int Authorization = 23;
    private const int NotADatabase = 26;
    internal const int FlushFailed = 1034;
    private const int FolderFlushFailed = 1290;

    public static DatabaseFailure Classify(Exception exception) => exception switch
    {
        SqliteException sqlite => new DatabaseFailure(
            KindOf(sqlite.SqliteErrorCode, sqlite.SqliteExtendedErrorCode), Invariant($"SQLITE_{sqlite.SqliteExtendedErrorCode}"), Clean(sqlite.Message), Column: ColumnIn(sqlite.Message)),
        OperationCanceledException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        DeadlineExceededException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        DatabaseUnavailableException unavailable => unavailable.Failure,
        _ => new DatabaseFailure(FailureKind.Unknown, null, exception.Message),
    };

    private static FailureKind KindOf(int code, int extendedCode) => code switch
    {
        // The log may contain the COMMIT without having reached the disk. It may or may not take effect after a crash.
        _ when extendedCode is FlushFailed or FolderFlushFailed => FailureKind.Unknown,
        Constraint or Mismatch or TooBig => FailureKind.Rejected,

        // Protocol: too many transactions began at once, and this one did not get its turn.
        Busy or Locked or Protocol => FailureKind.RolledBack,
        Full or InputOutput or OutOfMemory or NoLargeFiles or ReadOnly => FailureKind.Unavailable,
        Error or Permission or CannotOpen or Corrupt or NotADatabase or Authorization => FailureKind.Fatal,
        Interrupted => FailureKind.Cancelled,
        SchemaChanged => FailureKind.StaleStatement,
        _ => FailureKind.Unknown,
    };

    /// <summary>The driver writes <c>SQLite Error 19: 'message'.</c>; only the message is needed.</summary>
    private static string Clean(string message)
    {
        var start = message.IndexOf(": '", StringComparison.Ordinal);
        return start < 0 ? message : message[(start + 3)..].TrimEnd('.', '\'');
    }

    /// <summary>A constraint's message ends in <c>table.column</c>.</summary>
    private static string? ColumnIn(string message)
    {
        var text = Clean(message);
        var failed = text.LastIndexOf("failed: ", StringComparison.Ordinal);
        var dot = text.LastIndexOf('.');
        return failed >= 0 && dot > failed && !text[dot..].Contains(' ', StringComparison.Ordinal) ? text[(dot + 1)..] : null;
    }
}
