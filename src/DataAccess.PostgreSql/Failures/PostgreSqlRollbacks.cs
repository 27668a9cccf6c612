using System.Text;
using Npgsql;

namespace DataAccess.PostgreSql.Failures;

/// <summary>What proves that nothing was committed, as an answer to what commits. docs/failures.md lists it; a test compares the two.</summary>
internal static class PostgreSqlRollbacks
{
    /// <summary>
    /// Whether the answer to what commits proves a rollback. PostgreSQL answers with an error only where it has rolled back: past
    /// the point of no return a cancel is a warning, and any error a panic. But a session that was ended by a FATAL may have
    /// committed before, and poolers put errors of their own in the place of an answer that they have lost.
    /// </summary>
    public static bool AreProvenBy(Exception exception) => exception switch
    {
        PostgresException server => server.InvariantSeverity == "ERROR" && IsOfTheServer(server.SqlState),
        OperationCanceledException { InnerException: PostgresException server } => AreProvenBy(server),

        // All was answered, and nothing stored.
        RowsMissingException missing => !missing.MayBeStored,

        // The message that would commit was never complete.
        EncoderFallbackException => true,
        _ => false,
    };

    // 40003: unknown, by its own words. 08, 57P and 58: what a pooler answers when it has lost the server, but for 58030, which
    // is the server's own. XX: only an internal error of PostgreSQL's; others have such states for a commit that half succeeded.
    internal static bool IsOfTheServer(string state) => state switch
    {
        "40003" => false,
        "58030" or "XX000" => true,
        { Length: >= 2 } => state[..2] is not ("08" or "58" or "XX") && !state.StartsWith("57P", StringComparison.Ordinal),
        _ => false,
    };
}
