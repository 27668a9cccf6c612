namespace DataAccess.Conformance.Faults;

/// <summary>Compares the ledger of batches with what the writer counted. Pure.</summary>
public static class LedgerOracle
{
    /// <param name="isOn">Whether the writer keeps the ledger.</param>
    /// <param name="mayBeUnknown">Whether the writer's time may have been up before the ledger could be asked.</param>
    /// <param name="committed">How many batches the ledger has as committed.</param>
    /// <param name="statistics">The writer's last statistics.</param>
    public static IEnumerable<string> Violations(bool isOn, bool mayBeUnknown, long committed, WriterStatistics statistics)
    {
        if (isOn && !mayBeUnknown && statistics.Unknown > 0)
        {
            yield return $"Rows are unknown, and the ledger could be asked: {statistics}";
        }

        // A batch of which no row was left is entered and not counted, and an unknown one may have been committed.
        var least = isOn ? statistics.Batches : 0;
        var most = isOn ? statistics.Batches + statistics.Rejected + statistics.Unknown : 0;
        if (committed < least || committed > most)
        {
            yield return $"The ledger has {committed} committed batches: {statistics}";
        }
    }
}
