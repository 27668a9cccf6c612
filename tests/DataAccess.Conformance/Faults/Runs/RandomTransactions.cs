namespace DataAccess.Conformance.Faults;

/// <summary>Chooses the transactions of a run's callers.</summary>
internal sealed class RandomTransactions(Random random)
{
    /// <summary>Far from the numbers of the writers' rows.</summary>
    private const long FirstNumber = 10_000_000;

    private long _last = FirstNumber;

    /// <summary>What each of a few callers does, one transaction after the other.</summary>
    public IReadOnlyList<IReadOnlyList<PlannedTransaction>> Take(int callers)
        => [.. Enumerable.Range(0, callers).Select(_ => (IReadOnlyList<PlannedTransaction>)[.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Next())])];

    private PlannedTransaction Next() => new(
        [.. Enumerable.Range(0, random.Next(2, 8)).Select(_ => Step())],
        ThrowsAtEnd: random.Next(8) == 0,
        CancelAfter: random.Next(12) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 30)) : null);

    private TransactionStep Step()
    {
        var kind = random.Next(3) > 0 ? TransactionStepKind.Insert : (TransactionStepKind)random.Next((int)TransactionStepKind.ReadAll, (int)TransactionStepKind.HideFailure + 1);
        return new TransactionStep(
            kind,
            kind == TransactionStepKind.Insert ? ++_last : random.Next(1, 20),
            kind == TransactionStepKind.ReadAll ? 1 : random.Next(1, 4));
    }
}
