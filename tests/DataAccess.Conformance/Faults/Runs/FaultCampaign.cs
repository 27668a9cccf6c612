using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>Many seeded runs, one after the other, and what they were in sum.</summary>
/// <param name="engine">Its name, for messages.</param>
/// <param name="rig">What is attacked.</param>
/// <param name="share">Of how many runs one is done, where they take long; at least one is.</param>
public sealed class FaultCampaign(string engine, FaultRig rig, int share = 1)
{
    public const string SeedVariable = "DATAACCESS_TEST_SEED";
    public const string RunsVariable = "DATAACCESS_TEST_FAULT_RUNS";

    /// <summary>Seeds, with commas between them, that are played in turn: to try what once failed many times.</summary>
    public const string SeedsVariable = "DATAACCESS_TEST_FAULT_SEEDS";

    /// <summary>A folder for what was tried, which docs/reliability.md quotes.</summary>
    public const string ReportVariable = "DATAACCESS_TEST_FAULT_REPORT";

    private const int OrdinaryRuns = 6;

    private readonly FaultTally _tally = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var seeds = Text(SeedsVariable)?.Split(',').Select(Parse).ToArray();
        var seed = seeds?[0] ?? Number(SeedVariable) ?? Random.Shared.Next();
        var runs = Math.Max(1, (Number(RunsVariable) ?? OrdinaryRuns) / share);
        var leftovers = new List<WeakReference>();
        var clock = Stopwatch.StartNew();
        await using var undo = new Undo(async () => await rig.SetUpAsync(new Random(seed), null, CancellationToken.None));
        for (var i = 0; i < runs; i++)
        {
            var result = await OneAsync(seeds?[i % seeds.Length] ?? unchecked(seed + i), cancellationToken);
            Assert.True(result.Violations.Count == 0, $"{engine}, run {i + 1} of {runs}: {result}");
            _tally.Add(result);
            leftovers.AddRange(i < runs - 1 ? result.Leftovers : []);
        }

        await AssertNothingIsHeldAsync(leftovers);

        var report = _tally.ToText(engine, seed, clock.Elapsed);
        TestContext.Current.TestOutputHelper?.WriteLine(report);
        if (Text(ReportVariable) is { } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{engine}.txt"), report, cancellationToken);
        }
    }

    /// <summary>What is left of a run but the last, of which the machine's stack may still know.</summary>
    private async Task AssertNothingIsHeldAsync(List<WeakReference> leftovers)
        => await Waiting.UntilAsync($"{engine}: the writers and rows of {leftovers.Count / 2} runs are collected", () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !leftovers.Exists(static leftover => leftover.IsAlive);
        });

    private async Task<FaultRunResult> OneAsync(int seed, CancellationToken cancellationToken)
    {
        try
        {
            return await new FaultRun(rig, seed).RunAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{engine}: the run with {SeedVariable}={seed} {RunsVariable}=1 did not end: {error.Message}", error);
        }
    }

    private static int? Number(string variable) => Text(variable) is { } text ? Parse(text) : null;

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;
}
