using System.Net.Sockets;
using System.Text;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Failures;

/// <summary>Classifies PostgreSQL's SQLSTATEs. The codes are those of https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
internal static class PostgreSqlFailures
{
    /// <param name="exception">The driver's exception.</param>
    /// <param name="commandTimeout">The driver's own limit, for its message.</param>
    public static DatabaseFailure Classify(Exception exception, int? commandTimeout = null) => exception switch
    {
        PostgresException server => new DatabaseFailure(
            KindOf(server.SqlState, server.MessageText), server.SqlState, server.MessageText, Column: string.IsNullOrEmpty(server.ColumnName) ? null : server.ColumnName),
        // PostgreSQL answers with an error only if it has rolled back: past the point of no return a cancellation is a warning.
        // https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
        OperationCanceledException { InnerException: PostgresException server } => new DatabaseFailure(FailureKind.Cancelled, server.SqlState, server.MessageText),

        // The driver encodes before it sends, so nothing was done.
        EncoderFallbackException => new DatabaseFailure(
            FailureKind.Rejected, PostgresErrorCodes.CharacterNotInRepertoire, "a text contains half of a surrogate pair, which cannot be encoded in UTF-8"),
        RowsMissingException missing => missing.Failure,
        TableChangedException => new DatabaseFailure(FailureKind.StaleStatement, null, exception.Message),
        OperationCanceledException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        DatabaseUnavailableException unavailable => unavailable.Failure,

        // It is not known whether the statement was undone: if its cancellation is not answered either, the driver closes the connection.
        NpgsqlException { InnerException: TimeoutException } => new DatabaseFailure(FailureKind.Cancelled, null, TimedOut(commandTimeout)),
        DeadlineExceededException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        NpgsqlException { InnerException: IOException or SocketException } => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.InnerException!.Message),
        NpgsqlException => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.Message),
        IOException or SocketException => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.Message),
        _ => new DatabaseFailure(FailureKind.Unknown, null, exception.Message),
    };

    private static string TimedOut(int? seconds)
        => Invariant($"No response was received within the connection string's 'Command Timeout' ({(seconds is { } set ? Invariant($"{set} s") : "30 s by default")}), ")
            + "and the statement was cancelled. Increase it, or set it to 0 for no limit.";

    /// <summary>The kind of a SQLSTATE. docs/failures.md lists the same codes; a test compares the two.</summary>
    internal static FailureKind KindOf(string state, string message) => state switch
    {
        // Serialisation failure, deadlock, lock not available: rolled back, and a retry may succeed.
        "40001" or "40P01" or "55P03" => FailureKind.RolledBack,
        "57014" => FailureKind.Cancelled,

        // The session was terminated: by an administrator, a crash, or one of the server's limits on idle sessions and long
        // transactions. If a COMMIT was in progress, the message says nothing about it.
        "57P01" or "57P02" or "57P05" or "25P03" or "25P04" => FailureKind.ConnectionLost,

        // Starting or shutting down; an operating system error; temporarily read-only, as after a failover.
        "57P03" or "58000" or "58030" or "25006" => FailureKind.Unavailable,
        "0A000" when message.StartsWith("cached plan", StringComparison.Ordinal) => FailureKind.StaleStatement,
        "26000" => FailureKind.StaleStatement,
        "40003" => FailureKind.Unknown,

        // A limit that the data exceeds: an index entry larger than a page can hold.
        "54000" => FailureKind.Rejected,
        { Length: >= 2 } => KindOfClass(state[..2]),
        _ => FailureKind.Unknown,
    };

    private static FailureKind KindOfClass(string stateClass) => stateClass switch
    {
        // Data exceptions, integrity constraints, rows outside their view's check option.
        "22" or "23" or "44" => FailureKind.Rejected,

        // Raised by a trigger or function for this row's data.
        "P0" => FailureKind.Rejected,

        // Insufficient resources: disk full, out of memory, too many connections.
        "53" => FailureKind.Unavailable,
        "08" => FailureKind.ConnectionLost,
        "40" => FailureKind.RolledBack,

        // Syntax, access rules, wrong states and everything else: the server answered with an error, so the statement is undone, and
        // nothing indicates that a retry would succeed.
        _ => FailureKind.Fatal,
    };
}
