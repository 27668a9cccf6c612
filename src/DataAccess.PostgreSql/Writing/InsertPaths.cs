namespace DataAccess.PostgreSql;

/// <summary>Which way a batch goes, by its size.</summary>
internal static class InsertPaths
{
    /// <summary>From how many rows on COPY is the faster one.</summary>
    public const int CopyFrom = 2_000;

    /// <param name="rows">How many rows the batch has.</param>
    /// <param name="takesCopy">Whether COPY can be used with the table, the columns and what is asked for.</param>
    public static InsertPath For(int rows, bool takesCopy)
        => rows == 1 ? InsertPath.Values
        : takesCopy && rows >= CopyFrom ? InsertPath.Copy
        : InsertPath.Unnest;
}
