using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite;

/// <summary>What SQLite's result codes mean. The codes are those of https://www.sqlite.org/rescode.html.</summary>
internal static class SqliteFailures
{
    private const int Error = 1;
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Interrupted = 9;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int SchemaChanged = 17;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int NotADatabase = 26;

    public static DatabaseFailure Classify(Exception exception) => exception switch
    {
        SqliteException sqlite => new DatabaseFailure(
            KindOf(sqlite.SqliteErrorCode), $"SQLITE_{sqlite.SqliteExtendedErrorCode}", Clean(sqlite.Message), Column: ColumnIn(sqlite.Message)),
        OperationCanceledException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        DatabaseUnavailableException unavailable => unavailable.Failure,
        _ => new DatabaseFailure(FailureKind.Unknown, null, exception.Message),
    };

    private static FailureKind KindOf(int code) => code switch
    {
        Constraint or Mismatch or TooBig => FailureKind.Rejected,
        Busy or Locked => FailureKind.RolledBack,
        Full or InputOutput => FailureKind.Unavailable,
        Error or Permission or ReadOnly or CannotOpen or Corrupt or NotADatabase => FailureKind.Fatal,
        Interrupted => FailureKind.Cancelled,
        SchemaChanged => FailureKind.StaleStatement,
        _ => FailureKind.Unknown,
    };

    /// <summary>The driver writes <c>SQLite Error 19: 'words'.</c>; the words are what matters.</summary>
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
