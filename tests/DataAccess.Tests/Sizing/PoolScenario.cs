using DataAccess.Connections.Pool.Sizing;

namespace DataAccess.Tests;

/// <summary>A server and its callers, of which simulations with different limits are made.</summary>
/// <param name="Name">What is slow.</param>
/// <param name="Wait">How long a statement waits without using the server, in seconds.</param>
/// <param name="Work">How long a core works for it, in seconds.</param>
/// <param name="Cores">The number of cores.</param>
/// <param name="Penalty">What each statement above the number of cores costs all, as a share.</param>
/// <param name="Callers">The number of callers.</param>
internal sealed record PoolScenario(string Name, double Wait, double Work, double Cores, double Penalty, int Callers)
{
    public const int Min = 4;
    public const int Max = 100;

    private static readonly int[] Sizes = [4, 6, 8, 12, 16, 24, 32, 48, 64, 100];

    /// <summary>How much the length of statements varies.</summary>
    public double Variation { get; init; } = 0.5;

    /// <summary>How much the server's speed varies.</summary>
    public double Noise { get; init; } = 0.2;

    public static PoolScenario[] All { get; } =
    [
        new("the network", 0.010, 0.0001, 2, 0, 64),
        new("the server's waits, with many callers", 0.020, 0.0001, 2, 0.001, 256),
        new("the processor", 0, 0.0002, 2, 0.01, 64),
        new("the processor, and a network", 0.0005, 0.0002, 2, 0.01, 256),
        new("the processor, and a slow network", 0.002, 0.0002, 2, 0.01, 256),
        new("both", 0.020, 0.0004, 2, 0.005, 256),
        new("longer work", 0, 0.010, 4, 0.02, 64) { Variation = 1 },
        new("a lock", 0.001, 0.001, 1, 0.01, 64) { Noise = 0.1 },
        new("nothing, with few callers", 0.001, 0.0001, 2, 0.01, 3),
    ];

    /// <summary>What the best fixed size serves per second.</summary>
    public double BestFixed(int seed, double seconds = 40) => Sizes.Max(size =>
    {
        using var simulation = Start(ElasticLimit.Fixed(size), seed);
        simulation.Run(seconds);
        return simulation.RateOfLast(seconds - 2);
    });

    public PoolSimulation Elastic(int seed, int max = Max) => Start(new ElasticLimit(Min, max, PoolSimulation.Frequency), seed);

    public override string ToString() => Name;

    private PoolSimulation Start(ElasticLimit limit, int seed)
    {
        var simulation = new PoolSimulation(new SimulatedServer(Wait, Work, Cores, Penalty), limit, seed) { Variation = Variation, Noise = Noise };
        simulation.Call(Callers);
        return simulation;
    }
}
