namespace DataAccess;

/// <summary>Compares what the database says it has written with what it was sent.</summary>
internal static class SwallowedRows
{
    /// <param name="written">The rows that the driver reports; negative where the statement has no such number.</param>
    /// <param name="sent">How many rows were sent.</param>
    /// <param name="table">The table, for the message.</param>
    /// <exception cref="RowRejectedException">Fewer were written.</exception>
    public static void Check(int written, int sent, SqlStatement table)
    {
        if (written >= 0 && written < sent)
        {
            throw Rejected($"the database reported success and stored {written} of {sent} rows in {table}: a trigger or rule swallowed the others. Nothing of this call is kept.");
        }
    }

    public static RowRejectedException NotUpdated(SqlStatement table)
        => Rejected($"the database reported success and updated 0 of 1 rows in {table}, although the row is there: a trigger or rule swallowed the update.");

    private static RowRejectedException Rejected(string message) => new(new DatabaseFailure(FailureKind.Rejected, null, message), inner: null);
}
