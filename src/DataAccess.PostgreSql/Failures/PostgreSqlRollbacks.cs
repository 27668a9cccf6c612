using System.Text;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Failures;

/// <summary>Which answers to a COMMIT prove that nothing was committed. docs/failures.md lists them; a test compares the two.</summary>
internal static class PostgreSqlRollbacks
{
    /// <summary>
    /// Whether the answer to a message that commits proves a rollback. PostgreSQL answers with an error only if it has rolled back:
    /// past the point of no return a cancellation is a warning, and any error is a panic. But a session that was terminated by a FATAL
    /// may have committed before, and poolers substitute their own errors for an answer that they have lost.
    /// </summary>
    public static bool AreProvenBy(Exception exception) => exception switch
    {
        PostgresException server => server.InvariantSeverity == "ERROR" && IsOfTheServer(server.SqlState),
        OperationCanceledException { InnerException: PostgresException server } => AreProvenBy(server),

        // Everything was answered, and nothing was stored.
        RowsMissingException missing => !missing.MayBeStored,

        // The message that would commit was never completed.
        EncoderFallbackException => true,
        _ => false,
    };

    // 40003: unknown, by its definition. 08, 57P and 58: what a pooler answers when it has lost the server, except 58030, which
    // is the server's own. XX: only PostgreSQL's internal error; derived databases use such states for a commit that partly succeeded.
    internal static bool IsOfTheServer(string state) => state switch
    {
        "40003" => false,
        "58030" or "XX000" => true,
        { Length: >= 2 } => state[..2] is not ("08" or "58" or "XX") && !state.StartsWith("57P", StringComparison.Ordinal),
        _ => false,
    };
}
