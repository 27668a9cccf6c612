namespace DataAccess.Benchmarks;

/// <summary>
/// Lets the contenders take turns: A B C, B C A, C A B, … What the machine does beside this, and what the order does, hits
/// all of them alike; the median then drops the rounds that were hit hardest.
/// </summary>
internal sealed class InterleavedRounds(
    BenchmarkEngine engine, Work work, BenchmarkOptions options, CancellationToken cancellationToken)
{
    public async Task<IReadOnlyList<Figure>> RunAsync(Contender[] contenders)
    {
        // Twice over: the runtime compiles anew with what it learnt, and what contenders share is learnt from all of them.
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var contender in contenders)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await work.WarmUpAsync(engine, contender, options.WarmUpTime);
            }
        }

        var results = contenders.ToDictionary(static c => c, static _ => new List<RoundResult>());
        for (var round = 0; round < work.Rounds(options); round++)
        {
            for (var turn = 0; turn < contenders.Length; turn++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var contender = contenders[(round + turn) % contenders.Length];
                await work.PrepareAsync(engine);
                results[contender].Add(await RoundAsync(contender));
            }
        }

        var baseline = results.FirstOrDefault(static r => r.Key.Name == ContenderNames.HandWritten).Value;
        return [.. contenders.Select(c => ToFigure(c, results[c], baseline))];
    }

    private async Task<RoundResult> RoundAsync(Contender contender)
    {
        // What others left behind is collected now and not in this contender's time.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return await work.RunAsync(contender, options.RoundTime);
    }

    private Figure ToFigure(Contender contender, List<RoundResult> mine, List<RoundResult>? baseline)
    {
        var seconds = Median(mine, static r => r.SecondsPerOperation);
        return new Figure
        {
            Work = work.Id,
            Engine = engine.Name,
            Contender = contender.Name,
            OperationsPerSecond = Math.Round(1 / seconds, 1),
            TimeRatio = baseline is null ? double.NaN : Math.Round(seconds / Median(baseline, static r => r.SecondsPerOperation), 4),
            BytesPerOperation = Math.Round(Median(mine, static r => r.BytesPerOperation), 1),
            ProcessorMicroseconds = 1e6 * Median(mine, static r => r.ProcessorSecondsPerOperation),
            Spread = (1 / mine.Max(static r => r.SecondsPerOperation), 1 / mine.Min(static r => r.SecondsPerOperation)),
        };
    }

    private static double Median(List<RoundResult> rounds, Func<RoundResult, double> value)
    {
        var sorted = rounds.Select(value).Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
