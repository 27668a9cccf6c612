namespace DataAccess.Benchmarks;

/// <summary>What to measure, and how long.</summary>
/// <param name="Quick">Short rounds, and nothing that takes minutes unless it is named.</param>
/// <param name="Engines">The engines' names; empty for those of the contract.</param>
/// <param name="Works">The ids of the works; empty for all.</param>
/// <param name="Contenders">Whom to measure, beside hand-written; empty for all.</param>
/// <param name="Json">Where the figures go; null for nowhere.</param>
/// <param name="Allocations">Whether to sample what is allocated, by type.</param>
internal sealed record BenchmarkOptions(
    bool Quick, string[] Engines, string[] Works, string[] Contenders, FileInfo? Json, bool Allocations)
{
    public int Rounds => Quick ? 7 : 11;

    public TimeSpan RoundTime => TimeSpan.FromSeconds(Quick ? 0.3 : 1);

    public TimeSpan WarmUpTime => TimeSpan.FromSeconds(Quick ? 0.7 : 1.5);
}
