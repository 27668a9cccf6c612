namespace DataAccess.Conformance.Faults;

/// <summary>Compares the ledger of batches with what its writers counted. Pure.</summary>
public static class LedgerOracle
{
    /// <param name="isOn">Whether the writer keeps the ledger.</param>
    /// <param name="mayBeUnknown">Whether the writer's time may have been up before the ledger could be asked.</param>
    /// <param name="committed">How many batches the ledger has as committed.</param>
    /// <param name="statistics">The writer's last statistics. It removes none of its entries within a run.</param>
    /// <param name="others">Those of other writers with the same ledger, which may have removed their own entries.</param>
    public static IEnumerable<string> Violations(
        bool isOn, bool mayBeUnknown, long committed, WriterStatistics statistics, params IReadOnlyList<WriterStatistics> others)
    {
        if (isOn && !mayBeUnknown && statistics.Unknown > 0)
        {
            yield return $"Rows are unknown, and the ledger could be asked: {statistics}";
        }

        var least = isOn ? statistics.Batches : 0;
        var most = isOn ? Most(statistics) + others.Sum(Most) : 0;
        if (committed < least || committed > most)
        {
            yield return $"The ledger has {committed} committed batches, of {least} to {most}: {statistics}";
        }
    }

    // A batch of which no row was left is entered and not counted, and an unknown one may have been committed.
    private static long Most(WriterStatistics statistics) => statistics.Batches + statistics.Rejected + statistics.Unknown;
}
