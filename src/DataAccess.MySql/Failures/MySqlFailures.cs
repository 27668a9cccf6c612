using System.Globalization;
using System.Net.Sockets;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Failures;

/// <summary>
/// Classifies the error numbers of MySQL and MariaDB:
/// https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html, https://mariadb.com/docs/server/reference/error-codes
/// </summary>
internal static class MySqlFailures
{
    private const string PacketError = "Error submitting ";

    /// <param name="exception">The driver's exception.</param>
    /// <param name="commandTimeout">The driver's own limit, for its message.</param>
    public static DatabaseFailure Classify(Exception exception, int? commandTimeout = null) => exception switch
    {
        // It is not known whether the statement was undone: if its KILL is not answered either, the driver closes the connection.
        MySqlException { ErrorCode: MySqlErrorCode.CommandTimeoutExpired } => new DatabaseFailure(FailureKind.Cancelled, null, TimedOut(commandTimeout)),
        DeadlineExceededException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),

        // "Failed to read the result set" says nothing about the cause, but the server's error does.
        MySqlException { Number: 0, InnerException: MySqlException { Number: > 0 } answer } => Classify(answer, commandTimeout),
        MySqlException server => new DatabaseFailure(KindOf(server), CodeOf(server), server.Message, Column: ColumnIn(server.Message)),
        OperationCanceledException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        StaleColumnsException stale => new DatabaseFailure(FailureKind.StaleStatement, null, stale.Message),
        DatabaseUnavailableException unavailable => unavailable.Failure,
        SessionModeException mode => new DatabaseFailure(FailureKind.Fatal, null, mode.Message),
        UnencodableRowException unencodable => new DatabaseFailure(FailureKind.Rejected, null, unencodable.Message),
        RowsMissingException missing => missing.Failure,
        MySqlProtocolException or LostConnectionException or IOException or SocketException => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.Message),
        _ => new DatabaseFailure(FailureKind.Unknown, null, exception.Message),
    };

    /// <summary>
    /// Whether an inserter's exception says that the batch's id is already in the ledger. MariaDB does not name the table of a
    /// duplicate key, but both servers show the key, and nothing else has this random id as its key.
    /// </summary>
    public static bool IsLedgerConflict(Exception exception, Guid batchId)
        => exception is MySqlException { ErrorCode: MySqlErrorCode.DuplicateKeyEntry } duplicate
            && duplicate.Message.Contains(batchId.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The bytes that a packet has at least, if the connection was lost while it was sent, as a server does that accepts no packet of this size; null otherwise. The driver says it of packets of more than 4 MiB, whatever
    /// the reason: https://github.com/mysql-net/MySqlConnector/blob/master/src/MySqlConnector/Core/ServerSession.cs
    /// </summary>
    internal static long? PacketOf(Exception exception)
        => exception is MySqlException { Number: 0, InnerException: IOException or SocketException }
            && exception.Message.StartsWith(PacketError, StringComparison.Ordinal)
            && exception.Message.AsSpan(PacketError.Length) is var rest
            && rest.IndexOf("MB packet", StringComparison.Ordinal) is > 0 and var end
            && long.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
                ? megabytes * 1_000_000
                : null;

    internal static string TimedOut(int? seconds)
        => Invariant($"No response was received within the connection string's 'Default Command Timeout' ({(seconds is { } set ? Invariant($"{set} s") : "30 s by default")}), ")
            + "and the statement was cancelled. Increase it, or set it to 0 for no limit.";

    private static string CodeOf(MySqlException exception)
        => string.IsNullOrEmpty(exception.SqlState) ? Invariant($"{exception.Number}") : Invariant($"{exception.SqlState}/{exception.Number}");

    /// <summary>
    /// The kind of an error number, or of a SQLSTATE if the number is not listed. docs/failures.md lists both; a test compares the
    /// two.
    /// </summary>
    internal static FailureKind KindOf(int number, string? state) => number switch
    {
        // Deadlock, lock wait timeout, NOWAIT, user-lock deadlock, MariaDB's snapshot conflict, a lock lost to a change of the
        // table, a plugin's veto in a group of servers, a table that changed since the snapshot.
        1213 or 1205 or 3572 or 3058 or 1020 or 1689 or 3101 or 1412 => FailureKind.RolledBack,

        // Interrupted by KILL QUERY; exceeded max_execution_time or MariaDB's max_statement_time.
        1317 or 3024 or 1969 => FailureKind.Cancelled,

        // Connection or session killed, idle for too long, server shutting down during a statement. If a COMMIT was in progress,
        // the message says nothing about it.
        1927 or 3169 or 4031 or 1053 or 1079 => FailureKind.ConnectionLost,

        // Error numbers of the client library in an answer: a proxy has lost its server, before or after it forwarded the statement.
        < 3000 and >= 2000 => FailureKind.ConnectionLost,

        // No host, too many connections (of all, of a user, of an account), host blocked, offline mode.
        1042 or 1040 or 1203 or 1226 or 1129 or 3032 => FailureKind.Unavailable,

        // Temporarily read-only: read_only, innodb_read_only, a read-only session or transaction.
        1290 or 1836 or 1792 => FailureKind.Unavailable,

        // A group of servers that has no majority or blocks (MySQL's hook, Galera), a server that a storage engine or ProxySQL
        // cannot reach.
        3100 or 1047 or 3168 or 9001 => FailureKind.Unavailable,

        // No room for a temporary file, or for the cache of the binary log; no thread; too many transactions.
        1 or 3 or 1026 or 1878 or 1135 or 1637 => FailureKind.Unavailable,

        // Disk full, table full, no room for locks, out of memory.
        1021 or 1114 or 1206 or 1037 or 1041 => FailureKind.Unavailable,

        // A prepared statement that must be prepared again, or is unknown to the server.
        1615 or 1243 => FailureKind.StaleStatement,

        // An error of the storage engine or the binary log during the commit: it is not known what was written.
        1180 => FailureKind.Unknown,

        // No default for a column, a check constraint (MySQL, MariaDB), a view's check option, a trigger's signal, a value
        // that no partition accepts.
        1364 or 3819 or 4025 or 1369 or 1644 or 1526 => FailureKind.Rejected,

        // An expression out of range, an invalid value for a column or type, one that would be truncated, a row too large for a packet.
        1690 or 1366 or 1411 or 1525 or 1265 or 1153 => FailureKind.Rejected,
        _ => KindOfState(number, state),
    };

    /// <summary>
    /// Whether an XPath expression was invalid, which the server reports with its number for unknown errors:
    /// https://github.com/mysql/mysql-server/blob/trunk/sql/item_xmlfunc.cc
    /// </summary>
    internal static bool IsOfXPath(MySqlException exception)
        => exception.Number == 1105 && (exception.Message.StartsWith("XPATH ", StringComparison.Ordinal) || exception.Message.StartsWith("Unknown XPATH ", StringComparison.Ordinal));

    internal static FailureKind KindOf(MySqlException exception)
    {
        var kind = IsOfXPath(exception) ? FailureKind.Rejected : KindOf(exception.Number, exception.SqlState);

        // If the driver caught an exception, it throws its own, and the inner exception has the cause.
        return kind is FailureKind.Unknown or FailureKind.Fatal && exception.InnerException is IOException or SocketException or ObjectDisposedException
            ? FailureKind.ConnectionLost
            : kind;
    }

    private static FailureKind KindOfState(int number, string? state) => (state is { Length: 5 } ? state[..2] : null) switch
    {
        "22" or "23" => FailureKind.Rejected,

        // The class for user-defined conditions: a signal with a number of its own.
        "45" => FailureKind.Rejected,
        "08" => FailureKind.ConnectionLost,
        null => number is 0 ? FailureKind.ConnectionLost : FailureKind.Unknown,
        _ when number is 0 => FailureKind.ConnectionLost,

        // The server answered with an error, so the statement is undone; nothing indicates that a retry would succeed.
        _ => FailureKind.Fatal,
    };

    /// <summary>MySQL writes <c>column 'name'</c> when it names a column.</summary>
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
