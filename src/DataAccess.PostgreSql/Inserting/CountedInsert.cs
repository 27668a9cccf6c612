using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>An insert that counts what it has written, and fails where that is not what it was sent.</summary>
internal static class CountedInsert
{
    // A text that is no number, so that the cast fails and says how many.
    private const string Mark = "dataaccess stored ";

    /// <param name="insert">The insert.</param>
    /// <param name="sent">An expression for the number of rows that it is sent.</param>
    /// <param name="ledger">What else stands in the <c>with</c>; empty for nothing.</param>
    public static string Sql(string insert, string sent, string ledger = "")
        => $"with {ledger}{(ledger.Length > 0 ? ", " : "")}stored as ({insert} returning 1) "
            + $"select case when count(*) = {sent} then 0 else ('{Mark}' || count(*) || ' of ' || {sent})::int end from stored";

    /// <summary>Whether such an insert has written fewer rows than it was sent. Nothing of it is stored then.</summary>
    public static bool HasFailed(PostgresException exception)
        => exception.SqlState == PostgresErrorCodes.InvalidTextRepresentation && exception.MessageText.Contains(Mark, StringComparison.Ordinal);
}
