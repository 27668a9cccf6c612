using DataAccess.Shared;

namespace DataAccess.MySql.Inserting;

/// <summary>Compares the number of rows that the server reports as written with the number sent. A row that overwrites another counts twice.</summary>
internal static class MySqlStoredRows
{
    /// <param name="counted">The rows that the server counted.</param>
    /// <param name="expected">How many it counts at least, including the ledger's row.</param>
    /// <param name="sent">How many rows were sent.</param>
    /// <param name="mayBeStored">Whether some of them are committed, and it is not known which.</param>
    /// <exception cref="RowsMissingException">It counted fewer.</exception>
    public static void Check(int counted, int expected, int sent, bool mayBeStored)
    {
        if (counted < expected)
        {
            throw new RowsMissingException(Math.Max(0, counted - (expected - sent)), sent, mayBeStored, "the others were lost without an error");
        }
    }
}
