using DataAccess.Mapping;

namespace DataAccess.MySql.Inserting;

/// <summary>Chooses how a batch is sent. Pure; the numbers were measured, see docs/benchmarks.md.</summary>
internal static class MySqlBatchPlan
{
    /// <summary>The number of rows from which LOAD DATA outweighs its two additional round trips.</summary>
    public const int LoadDataRows = 1_000;

    /// <summary>More rows in one insert gain nothing measurable and make the search for a rejected row longer.</summary>
    public const int MaxRowsPerStatement = 1_000;

    /// <summary>
    /// The factor by which a value's text may exceed its <see cref="ColumnMap{T}.SizeOf"/>: a time of 12 bytes is written in 41, a
    /// character in up to 3, an escaped byte in 2.
    /// </summary>
    public const int TextFactor = 4;

    // A row of this size may exceed the server's packet limit, whose lowest default is 1 MiB.
    private const int LargeRowBytes = 128 * 1024;

    /// <summary>Whether a batch is sent as the prepared insert of its only row.</summary>
    public static bool IsPrepared(int rows, int firstRowBytes, bool hasLedger) => rows == 1 && !hasLedger && firstRowBytes < LargeRowBytes;

    /// <summary>Whether a batch is worth LOAD DATA, if that may be used.</summary>
    public static bool IsLoaded(int rows) => rows >= LoadDataRows;

    /// <summary>Whether a statement of one row is certain to fit the server's limit.</summary>
    public static bool Fits<T>(T row, TableMap<T> map, long packetBytes) => TextFactor * (long)map.SizeOf(row) <= packetBytes;

    /// <summary>How many of the rows go into the next statement, at least one.</summary>
    public static int RowsOfStatement<T>(ReadOnlySpan<T> rows, TableMap<T> map, int maxParameters, long packetBytes)
    {
        var most = Math.Min(rows.Length, Math.Clamp(maxParameters / map.Inserted.Count, 1, MaxRowsPerStatement));
        var bytes = 0L;
        for (var count = 0; count < most; count++)
        {
            bytes += TextFactor * (long)map.SizeOf(rows[count]);
            if (bytes > packetBytes)
            {
                return Math.Max(1, count);
            }
        }

        return most;
    }
}
