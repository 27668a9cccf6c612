namespace DataAccess.Benchmarks;

/// <summary>One cell of the grid.</summary>
/// <param name="RoundTrip">The round trip of the network, in milliseconds.</param>
/// <param name="Server">How long the server takes without using its processor, in milliseconds.</param>
/// <param name="Callers">How many callers there are.</param>
internal sealed record PoolCell(double RoundTrip, double Server, int Callers)
{
    private static readonly double[] RoundTrips = [0, 0.5, 2, 10];
    private static readonly double[] Servers = [0, 1, 20];
    private static readonly int[] CallerCounts = [1, 16, 64, 256];

    /// <summary>The cells in which the best sizes are furthest apart.</summary>
    public static IEnumerable<PoolCell> Corners => All.Where(static c => c is { RoundTrip: 0 or 10, Server: 0 or 20, Callers: 64 or 256 });

    public static IEnumerable<PoolCell> All
        => from roundTrip in RoundTrips
           from server in Servers
           from callers in CallerCounts
           select new PoolCell(roundTrip, server, callers);

    public override string ToString() => FormattableString.Invariant($"| {RoundTrip} ms | {Server} ms | {Callers} |");
}
