using DataAccess.Mapping;

namespace DataAccess.MySql.Inserting;

/// <summary>Chooses how a batch is sent. Pure; the numbers are measured, see docs/benchmarks.md.</summary>
internal static class MySqlBatchPlan
{
    /// <summary>From here on LOAD DATA makes up for its two more trips.</summary>
    public const int LoadDataRows = 1_000;

    /// <summary>More rows in one insert gain nothing measurable and make the search for a bad one longer.</summary>
    public const int MaxRowsPerStatement = 1_000;

    /// <summary>
    /// A value's text is at most so many times its <see cref="ColumnMap{T}.SizeOf"/>: a time of 12 bytes is written in 41, a
    /// character in up to 3, a byte that is escaped in 2.
    /// </summary>
    public const int TextFactor = 4;

    // A row of this size may be over the server's limit for a packet, which is 1 MiB at its lowest default.
    private const int LargeRowBytes = 128 * 1024;

    /// <summary>Whether a batch goes as the prepared insert of its one row.</summary>
    public static bool IsPrepared(int rows, int firstRowBytes, bool hasLedger) => rows == 1 && !hasLedger && firstRowBytes < LargeRowBytes;

    /// <summary>Whether a batch is worth LOAD DATA, where that may be used.</summary>
    public static bool IsLoaded(int rows) => rows >= LoadDataRows;

    /// <summary>Whether a statement of one row is certain to be within the server's limit.</summary>
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
