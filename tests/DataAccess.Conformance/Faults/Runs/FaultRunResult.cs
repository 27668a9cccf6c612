namespace DataAccess.Conformance.Faults;

/// <summary>How a run ended.</summary>
/// <param name="Seed">What plays it again.</param>
/// <param name="Violations">The broken promises, in words.</param>
/// <param name="Fired">The names of the faults that happened.</param>
/// <param name="Statistics">What the writer counted.</param>
public sealed record FaultRunResult(int Seed, IReadOnlyList<string> Violations, IReadOnlyList<string> Fired, WriterStatistics Statistics)
{
    /// <summary>Whether the writer kept the ledger.</summary>
    public bool ExactlyOnce { get; init; }

    /// <summary>How many batches the ledger was asked for and had not.</summary>
    public long Closed { get; init; }

    /// <summary>How many rows were read from streams.</summary>
    public long Streamed { get; init; }

    /// <summary>The writer and one of its rows, which nothing may hold any more.</summary>
    public IReadOnlyList<WeakReference> Leftovers { get; init; } = [];

    /// <summary>What a failed test says.</summary>
    public override string ToString() => string.Join(
        '\n',
        [
            $"Play it again with {FaultCampaign.SeedVariable}={Seed} {FaultCampaign.RunsVariable}=1.",
            .. Violations.Take(20),
            Violations.Count > 20 ? $"and {Violations.Count - 20} more" : "",
            $"{Statistics}",
            .. Fired.CountBy(static name => name).OrderBy(static n => n.Key, StringComparer.Ordinal).Select(static n => $"{n.Value,6} x {n.Key}"),
        ]);
}
