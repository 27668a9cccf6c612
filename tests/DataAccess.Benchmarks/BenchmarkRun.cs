using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>Measures every work on every engine that was asked for, one after the other.</summary>
internal sealed class BenchmarkRun(BenchmarkOptions options, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, string> _servers = new(StringComparer.Ordinal);

    /// <summary>What each engine that was measured says of itself.</summary>
    public IReadOnlyDictionary<string, string> Servers => _servers;

    public async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var figures = new List<Figure>();
        var works = WorkList.Select(options);
        foreach (var name in options.Engines.Length > 0 ? options.Engines : BenchmarkEngine.Default)
        {
            var mine = works.Where(work => work.Runs(name)).ToArray();
            if (mine.Length == 0)
            {
                continue;
            }

            await using var engine = await BenchmarkEngine.OpenAsync(name);
            _servers[name] = await engine.DescribeAsync();
            Console.WriteLine($"{name}: {_servers[name]}");
            foreach (var work in mine)
            {
                cancellationToken.ThrowIfCancellationRequested();
                figures.AddRange(await MeasureAsync(engine, work));
            }
        }

        return figures;
    }

    private async Task<IReadOnlyList<Figure>> MeasureAsync(BenchmarkEngine engine, Work work)
    {
        var started = Stopwatch.GetTimestamp();
        var contenders = engine.Contenders
            .Where(contender => contender.Does(work.Kind) && work.Takes(contender))
            .Where(c => c.Name == ContenderNames.HandWritten || options.Contenders.Length == 0 || options.Contenders.Contains(c.Name, StringComparer.Ordinal))
            .ToArray();
        engine.ForgetConnections();
        var rounds = new InterleavedRounds(engine, work, options, cancellationToken);
        var figures = await rounds.RunAsync(contenders);
        var line = string.Join(", ", figures.Select(static f => $"{f.Contender} {f.OperationsPerSecond:0}/s ({f.TimeRatio:0.00})"));
        Console.WriteLine($"  {work.Id} in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: {line}");
        if (options.Allocations)
        {
            foreach (var contender in contenders)
            {
                await AllocationSampler.WriteAsync(engine, work, contender, options.RoundTime);
            }
        }

        return figures;
    }
}
