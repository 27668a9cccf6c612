namespace DataAccess.Repositories;

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
            throw Rejected(Invariant($"the database reported success and stored {written} of {sent} rows in {table}: a trigger or rule swallowed the others. Nothing of this call was kept."));
        }
    }

    /// <param name="changed">What was to be done: <c>updated</c>.</param>
    /// <param name="table">The table.</param>
    public static RowRejectedException NotChanged(string changed, SqlStatement table)
        => Rejected($"the database reported success and {changed} 0 of 1 rows in {table}, although the row exists: a trigger or rule did nothing, or something else.");

    /// <param name="key">The row's key.</param>
    /// <param name="table">The table.</param>
    /// <returns>The error of a row that was written and is not seen. What was written is undone.</returns>
    public static RowRejectedException NotSeen(object key, SqlStatement table)
        => Rejected($"the database reported success, and there is no row {key} in {table}: a trigger or rule put it elsewhere, or a policy hides it. Nothing of this call was kept.");

    private static RowRejectedException Rejected(string message) => new(new DatabaseFailure(FailureKind.Rejected, null, message), inner: null);
}
