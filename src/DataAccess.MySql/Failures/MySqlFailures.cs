using System.Net.Sockets;
using MySqlConnector;

namespace DataAccess.MySql.Failures;

/// <summary>
/// What the error numbers of MySQL and MariaDB mean:
/// https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html, https://mariadb.com/docs/server/reference/error-codes
/// </summary>
internal static class MySqlFailures
{
    /// <param name="exception">What the driver threw.</param>
    /// <param name="commandTimeout">The driver's own limit, for its message.</param>
    public static DatabaseFailure Classify(Exception exception, int? commandTimeout = null) => exception switch
    {
        // Whether the statement was undone is not known: where its KILL found no answer either, the driver closes the connection.
        MySqlException { ErrorCode: MySqlErrorCode.CommandTimeoutExpired } => new DatabaseFailure(FailureKind.Cancelled, null, TimedOut(commandTimeout)),
        DeadlineExceededException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),

        // "Failed to read the result set" says nothing, and what the server answered meanwhile does.
        MySqlException { Number: 0, InnerException: MySqlException { Number: > 0 } answer } => Classify(answer, commandTimeout),
        MySqlException server => new DatabaseFailure(KindOf(server), CodeOf(server), server.Message, Column: ColumnIn(server.Message)),
        OperationCanceledException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        DatabaseUnavailableException unavailable => unavailable.Failure,
        SessionModeException mode => new DatabaseFailure(FailureKind.Fatal, null, mode.Message),
        RowRefusedException refused => new DatabaseFailure(FailureKind.Rejected, null, refused.Message),
        RowsMissingException missing => new DatabaseFailure(missing.MayBeStored ? FailureKind.Unknown : FailureKind.Rejected, null, missing.Message),
        MySqlProtocolException or IOException or SocketException => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.Message),
        _ => new DatabaseFailure(FailureKind.Unknown, null, exception.Message),
    };

    /// <summary>
    /// Whether an inserter's exception says that the batch's id is in the ledger already. MariaDB does not name the table of a
    /// duplicate key, but both servers show the key, and nothing else has a random id for one.
    /// </summary>
    public static bool IsLedgerConflict(Exception exception, Guid batchId)
        => exception is MySqlException { ErrorCode: MySqlErrorCode.DuplicateKeyEntry } duplicate
            && duplicate.Message.Contains(batchId.ToString(), StringComparison.OrdinalIgnoreCase);

    internal static string TimedOut(int? seconds)
        => $"No response was received within the connection string's 'Default Command Timeout' ({(seconds is null ? "30 s by default" : $"{seconds} s")}), "
            + "and the statement was cancelled. Increase it, or set it to 0 for no limit.";

    private static string CodeOf(MySqlException exception)
        => string.IsNullOrEmpty(exception.SqlState) ? $"{exception.Number}" : $"{exception.SqlState}/{exception.Number}";

    /// <summary>
    /// What an error number means, and a SQLSTATE where the number is not told apart. docs/failures.md lists both; a test
    /// compares it with this.
    /// </summary>
    internal static FailureKind KindOf(int number, string? state) => number switch
    {
        // Deadlock, lock wait timeout, NOWAIT, user-lock deadlock, MariaDB's snapshot conflict, a lock lost to a table's
        // change, a plugin's veto in a group of servers, a table that changed since the snapshot.
        1213 or 1205 or 3572 or 3058 or 1020 or 1689 or 3101 or 1412 => FailureKind.RolledBack,

        // Interrupted by KILL QUERY; over max_execution_time, over MariaDB's max_statement_time.
        1317 or 3024 or 1969 => FailureKind.Cancelled,

        // Connection or session killed, idle for too long, server shutting down under a statement. If a COMMIT was under way,
        // the message says nothing about it.
        1927 or 3169 or 4031 or 1053 or 1079 => FailureKind.ConnectionLost,

        // Numbers of the client's library in an answer: a proxy has lost its server, before or after it had the statement.
        < 3000 and >= 2000 => FailureKind.ConnectionLost,

        // No host, too many connections (of all, of a user, of an account), host blocked, offline mode.
        1042 or 1040 or 1203 or 1226 or 1129 or 3032 => FailureKind.Unavailable,

        // Only reads for now: read_only, innodb_read_only, a session or transaction that only reads.
        1290 or 1836 or 1792 => FailureKind.Unavailable,

        // A group of servers that has no majority or blocks (MySQL's hook, Galera), a server that a storage engine or ProxySQL
        // does not reach.
        3100 or 1047 or 3168 or 9001 => FailureKind.Unavailable,

        // No room for a temporary file, or for the cache of the binary log; no thread, no place for a transaction.
        1 or 3 or 1026 or 1878 or 1135 or 1637 => FailureKind.Unavailable,

        // Disk full, table full, no room for locks, out of memory.
        1021 or 1114 or 1206 or 1037 or 1041 => FailureKind.Unavailable,

        // A prepared statement to be prepared anew, or unknown to the server.
        1615 or 1243 => FailureKind.StaleStatement,

        // An error of the storage engine or the binary log while it commits: what was written is not known.
        1180 => FailureKind.Unknown,

        // No default for a column, a check constraint (MySQL, MariaDB), a view's check option, a trigger's signal, a value
        // that no partition takes.
        1364 or 3819 or 4025 or 1369 or 1644 or 1526 => FailureKind.Rejected,

        // An expression out of range, a bad value for a column or type, one that would be cut, a row too big for a packet.
        1690 or 1366 or 1411 or 1525 or 1265 or 1153 => FailureKind.Rejected,
        _ => KindOfState(number, state),
    };

    /// <summary>
    /// Whether an expression of XPath was wrong, which the server says by its number for unknown errors:
    /// https://github.com/mysql/mysql-server/blob/trunk/sql/item_xmlfunc.cc
    /// </summary>
    internal static bool IsOfXPath(MySqlException exception)
        => exception.Number == 1105 && (exception.Message.StartsWith("XPATH ", StringComparison.Ordinal) || exception.Message.StartsWith("Unknown XPATH ", StringComparison.Ordinal));

    internal static FailureKind KindOf(MySqlException exception)
    {
        var kind = IsOfXPath(exception) ? FailureKind.Rejected : KindOf(exception.Number, exception.SqlState);

        // Where the driver caught something, it speaks itself, and what it caught says why.
        return kind is FailureKind.Unknown or FailureKind.Fatal && exception.InnerException is IOException or SocketException or ObjectDisposedException
            ? FailureKind.ConnectionLost
            : kind;
    }

    private static FailureKind KindOfState(int number, string? state) => (state is { Length: 5 } ? state[..2] : null) switch
    {
        "22" or "23" => FailureKind.Rejected,

        // The class for users' own conditions: a signal with a number of its own.
        "45" => FailureKind.Rejected,
        "08" => FailureKind.ConnectionLost,
        null => number is 0 ? FailureKind.ConnectionLost : FailureKind.Unknown,
        _ when number is 0 => FailureKind.ConnectionLost,

        // The server answered with an error, so the statement is undone; nothing says that it would go better another time.
        _ => FailureKind.Fatal,
    };

    /// <summary>MySQL writes <c>column 'name'</c> where it names one.</summary>
    private static string? ColumnIn(string message)
    {
        var start = message.IndexOf("olumn '", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var name = message.AsSpan(start + "olumn '".Length);
        var end = name.IndexOf('\'');
        return end <= 0 ? null : name[..end].ToString();
    }
}
