using System.Net.Sockets;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>
/// What the error numbers of MySQL and MariaDB mean:
/// https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html, https://mariadb.com/docs/server/reference/error-codes
/// </summary>
internal static class MySqlFailures
{
    public static DatabaseFailure Classify(Exception exception) => exception switch
    {
        MySqlException server => new DatabaseFailure(KindOf(server), CodeOf(server), server.Message, Column: ColumnIn(server.Message)),
        OperationCanceledException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        DatabaseUnavailableException unavailable => unavailable.Failure,
        MySqlProtocolException or IOException or SocketException => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.Message),
        _ => new DatabaseFailure(FailureKind.Unknown, null, exception.Message),
    };

    private static string CodeOf(MySqlException exception)
        => string.IsNullOrEmpty(exception.SqlState) ? $"{exception.Number}" : $"{exception.SqlState}/{exception.Number}";

    private static FailureKind KindOf(MySqlException exception) => exception.Number switch
    {
        // Deadlock, lock wait timeout, NOWAIT, user-lock deadlock, MariaDB's snapshot conflict.
        1213 or 1205 or 3572 or 3058 or 1020 => FailureKind.RolledBack,

        // Interrupted by KILL QUERY; over max_execution_time, over MariaDB's max_statement_time.
        1317 or 3024 or 1969 => FailureKind.Cancelled,

        // Connection killed, server shutting down under a statement. If a COMMIT was under way, the message says nothing about it.
        1927 or 1053 or 1079 => FailureKind.ConnectionLost,

        // No host, too many connections (of all, of a user, of an account), disk full, table full.
        1042 or 1040 or 1203 or 1226 or 1021 or 1114 => FailureKind.Unavailable,

        // A prepared statement to be prepared anew, or unknown to the server.
        1615 or 1243 => FailureKind.StaleStatement,

        // No default for a column, a check constraint, an expression out of range, a bad value for a column, a row too big for a packet, a trigger's signal.
        1364 or 3819 or 4025 or 1690 or 1366 or 1153 or 1644 => FailureKind.Rejected,
        _ => KindOfState(exception),
    };

    private static FailureKind KindOfState(MySqlException exception) => exception.SqlState switch
    {
        { Length: 5 } state when state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal) => FailureKind.Rejected,
        { Length: 5 } state when state.StartsWith("42", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
            || state.StartsWith("3D", StringComparison.Ordinal) || state.StartsWith("21", StringComparison.Ordinal) => FailureKind.Fatal,
        { Length: 5 } state when state.StartsWith("08", StringComparison.Ordinal) => FailureKind.ConnectionLost,
        _ when exception.InnerException is IOException or SocketException or ObjectDisposedException => FailureKind.ConnectionLost,
        _ when exception.Number is 0 => FailureKind.ConnectionLost,

        // The server answered with an error, so the statement is undone; which of the many it was does not matter.
        { Length: 5 } => FailureKind.Fatal,
        _ => FailureKind.Unknown,
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
