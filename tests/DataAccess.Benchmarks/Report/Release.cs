namespace DataAccess.Benchmarks;

/// <summary>The figures of a release, with what one must know to read them.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Date">When it was measured.</param>
/// <param name="Commit">The commit that was measured; null where that is not known.</param>
/// <param name="Machine">What it was measured on.</param>
/// <param name="Mode"><c>full</c> or <c>quick</c>.</param>
/// <param name="Servers">Each engine's own words for its version; null where they were not kept.</param>
/// <param name="Notes">What else matters; null for nothing.</param>
/// <param name="Figures">The figures, rounded as the page shows them.</param>
internal sealed record Release(
    Version Version,
    DateOnly Date,
    string? Commit,
    string Machine,
    string Mode,
    IReadOnlyDictionary<string, string>? Servers,
    string? Notes,
    IReadOnlyList<Figure> Figures)
{
    /// <summary>How many operations a contender does while hand-written code does one; null where it was not measured.</summary>
    public double? ThroughputRatio(string work, string engine, string contender = ContenderNames.DataAccess)
        => Figures.FirstOrDefault(f => f.Work == work && f.Engine == engine && f.Contender == contender) is { } figure ? 1 / figure.TimeRatio : null;
}
