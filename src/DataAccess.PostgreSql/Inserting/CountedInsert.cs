using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>An insert that counts the rows that it has written, and fails if they are not as many as it was sent.</summary>
internal static class CountedInsert
{
    // A text that is not a number, so that the cast fails with a message that contains the count.
    private const string Mark = "dataaccess stored ";

    /// <param name="insert">The insert.</param>
    /// <param name="sent">An expression for the number of rows sent.</param>
    /// <param name="ledger">The ledger's part of the <c>with</c> clause; empty for none.</param>
    public static string Sql(string insert, string sent, string ledger = "")
        => $"with {ledger}{(ledger.Length > 0 ? ", " : "")}stored as ({insert} returning 1) "
            + $"select case when count(*) = {sent} then 0 else ('{Mark}' || count(*) || ' of ' || {sent})::int end from stored";

    /// <summary>Whether such an insert has written fewer rows than it was sent. None of them is stored then.</summary>
    public static bool HasFailed(PostgresException exception)
        => exception.SqlState == PostgresErrorCodes.InvalidTextRepresentation && exception.MessageText.Contains(Mark, StringComparison.Ordinal);
}
