using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>
/// Compares the elastic pool with fixed sizes and with Dapper's pool, as the network and the server take longer. Contenders take turns; a figure is
/// the median of the rounds.
/// </summary>
internal sealed class PoolGrid(string engine, PoolServer server, TextWriter output)
{
    private static readonly int[] Sizes = [4, 8, 12, 16, 32, 64, 100];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private const int Rounds = 5;

    public async Task RunAsync(IEnumerable<PoolCell> cells, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"{engine}, statements/s, median of {Rounds} rounds in turn");
        await output.WriteLineAsync($"| round trip | server | callers | elastic (limit) | {string.Join(" | ", Sizes)} | Dapper 100 | Dapper 12 | of best fixed | of Dapper |");
        foreach (var cell in cells)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await MeasureAsync(cell);
        }
    }

    private async Task MeasureAsync(PoolCell cell)
    {
        var (host, port) = server.Address;
        await using var proxy = cell.RoundTrip > 0 ? new DelayProxy(host, port, TimeSpan.FromMilliseconds(cell.RoundTrip)) : null;
        var contenders = Open(cell, proxy?.Port).ToArray();
        var rates = contenders.Select(static _ => new List<double>()).ToArray();
        foreach (var contender in contenders)
        {
            await RateAsync(contender, cell.Callers, contender.Name == PoolContender.Elastic ? Settling : WarmUp);
        }

        for (var turn = 0; turn < Rounds * contenders.Length; turn++)
        {
            var i = turn % contenders.Length;
            rates[i].Add(await RateAsync(contenders[i], cell.Callers, Round));
        }

        var medians = rates.Select(static r => r.Order().ElementAt(r.Count / 2)).ToArray();
        var bestFixed = medians[1..^2].Max();
        var bestDapper = medians[^2..].Max();
        var figures = string.Join(" | ", medians[1..].Select(static m => FormattableString.Invariant($"{m:0}")));
        var limit = contenders[0].Database!.Connections.Statistics.Limit;
        await output.WriteLineAsync(FormattableString.Invariant(
            $"{cell} {medians[0]:0} ({limit}) | {figures} | {medians[0] / bestFixed:0.00} | {medians[0] / bestDapper:0.00} |"));
        foreach (var database in contenders.Select(static c => c.Database).OfType<Database>())
        {
            await database.DisposeAsync();
        }
    }

    private IEnumerable<PoolContender> Open(PoolCell cell, int? port)
    {
        yield return PoolContender.Of(PoolContender.Elastic, server.Open(port, static _ => { }), server, cell.Server);
        foreach (var size in Sizes)
        {
            yield return PoolContender.Of($"{size}", server.Open(port, o => (o.MinConnections, o.MaxConnections) = (size, size)), server, cell.Server);
        }

        foreach (var size in new[] { 100, 12 })
        {
            var name = $"Dapper {size}";
            yield return PoolContender.OfDapper(name, server.Factory, server.TextFor(port, size, name), server.Text(cell.Server));
        }
    }

    private static async Task<double> RateAsync(PoolContender contender, int callers, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var calls = await Callers.RunAsync(callers, time, async deadline =>
        {
            var done = 0L;
            do
            {
                await contender.Call();
                done++;
            }
            while (Stopwatch.GetTimestamp() < deadline);
            return done;
        });
        return calls / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
