namespace DataAccess.Conformance.Faults;

/// <summary>How a run ended.</summary>
/// <param name="Seed">What plays it again.</param>
/// <param name="Violations">The broken promises, in words.</param>
/// <param name="Fired">The names of the faults that happened.</param>
/// <param name="Writers">What each writer counted.</param>
public sealed record FaultRunResult(int Seed, IReadOnlyList<string> Violations, IReadOnlyList<string> Fired, IReadOnlyList<WriterStatistics> Writers)
{
    /// <summary>Whether the writer kept the ledger.</summary>
    public bool ExactlyOnce { get; init; }

    /// <summary>How many batches the ledger was asked for and had not.</summary>
    public long Closed { get; init; }

    /// <summary>How many rows were read from streams.</summary>
    public long Streamed { get; init; }

    /// <summary>What set the run apart.</summary>
    public IReadOnlyList<string> Traits { get; init; } = [];

    /// <summary>How the transactions ended.</summary>
    public IReadOnlyList<TransactionAnswer> Transactions { get; init; } = [];

    /// <summary>The writers and one of the rows of each, which nothing may hold any more.</summary>
    public IReadOnlyList<WeakReference> Leftovers { get; init; } = [];

    /// <summary>What a failed test says.</summary>
    public override string ToString() => string.Join(
        '\n',
        [
            $"Play it again with {FaultCampaign.SeedVariable}={Seed} {FaultCampaign.RunsVariable}=1.",
            .. Violations.Take(20),
            Violations.Count > 20 ? $"and {Violations.Count - 20} more" : "",
            $"A run with {string.Join(", ", Traits)}.",
            .. Writers.Select(static writer => $"{writer}"),
            .. Fired.CountBy(static name => name).OrderBy(static n => n.Key, StringComparer.Ordinal).Select(static n => $"{n.Value,6} x {n.Key}"),
        ]);
}
