using System.Net.Sockets;
using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>What PostgreSQL's SQLSTATEs mean. The codes are those of https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
internal static class PostgreSqlFailures
{
    public static DatabaseFailure Classify(Exception exception) => exception switch
    {
        PostgresException server => new DatabaseFailure(
            KindOf(server), server.SqlState, server.MessageText, Column: string.IsNullOrEmpty(server.ColumnName) ? null : server.ColumnName),
        OperationCanceledException => new DatabaseFailure(FailureKind.Cancelled, null, exception.Message),
        DatabaseUnavailableException unavailable => unavailable.Failure,
        NpgsqlException { InnerException: TimeoutException } => new DatabaseFailure(FailureKind.ConnectionLost, null, "no answer within the driver's timeout"),
        NpgsqlException { InnerException: IOException or SocketException } => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.InnerException!.Message),
        NpgsqlException => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.Message),
        IOException or SocketException => new DatabaseFailure(FailureKind.ConnectionLost, null, exception.Message),
        _ => new DatabaseFailure(FailureKind.Unknown, null, exception.Message),
    };

    private static FailureKind KindOf(PostgresException exception) => exception.SqlState switch
    {
        // Serialisation failure, deadlock, lock not available: rolled back, and another try may succeed.
        "40001" or "40P01" or "55P03" => FailureKind.RolledBack,
        "57014" => FailureKind.Cancelled,

        // The session is ended. If a COMMIT was under way, the message says nothing about it.
        "57P01" or "57P02" or "57P05" => FailureKind.ConnectionLost,
        "57P03" or "58030" => FailureKind.Unavailable,
        "0A000" when exception.MessageText.StartsWith("cached plan", StringComparison.Ordinal) => FailureKind.StaleStatement,
        "26000" => FailureKind.StaleStatement,
        "40003" => FailureKind.Unknown,
        { Length: >= 2 } state => KindOfClass(state[..2]),
        _ => FailureKind.Unknown,
    };

    private static FailureKind KindOfClass(string stateClass) => stateClass switch
    {
        // Data exceptions and integrity constraints.
        "22" or "23" => FailureKind.Rejected,

        // Insufficient resources: disk full, out of memory, too many connections.
        "53" => FailureKind.Unavailable,
        "08" => FailureKind.ConnectionLost,

        // Wrong state or authorisation, unknown catalogue or schema, syntax or access rule, feature not supported, limits.
        "0A" or "25" or "28" or "2B" or "3D" or "3F" or "42" or "44" or "54" or "55" => FailureKind.Fatal,
        "40" => FailureKind.RolledBack,

        // Raised by a trigger or function for this row's data.
        "P0" => FailureKind.Rejected,

        // The server answered with an error, so the statement is undone; which of the many it was does not matter.
        _ => FailureKind.Fatal,
    };
}
