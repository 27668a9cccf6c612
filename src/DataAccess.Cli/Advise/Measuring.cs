using System.Diagnostics;
using DataAccess.Diagnostics;

namespace DataAccess.Cli.Advise;

/// <summary>Puts load on a database that can only be read. The first error ends it.</summary>
internal static class Measuring
{
    /// <summary>So many unfinished calls show that the database cannot serve the rate; more would only fill the memory.</summary>
    private const int MostUnfinished = 1_000;

    private static readonly int[] Pages = [1, 10, 100, 1_000];

    /// <summary>Runs the statement for some time, from a number of callers at once that wait for its end each.</summary>
    public static async Task<LoadPoint> ClosedAsync(Database database, SqlStatement statement, int callers, TimeSpan time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var ends = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var results = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(stop), stop.Token)));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var count = results.Sum(static r => r.Count);
        var mean = results.Sum(static r => r.Sum) / count;
        var squares = results.Sum(static r => r.Squares) / count;
        return new LoadPoint(callers, count / seconds, TimeSpan.FromSeconds(mean), Math.Max(0, (squares / (mean * mean)) - 1));

        async Task<(int Count, double Sum, double Squares)> CallAsync(CancellationTokenSource stop)
        {
            var (count, sum, squares) = (0, 0.0, 0.0);
            try
            {
                for (var began = Stopwatch.GetTimestamp(); began < ends || count == 0; began = Stopwatch.GetTimestamp())
                {
                    await RunAsync(database, statement, stop.Token);
                    var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
                    count++;
                    sum += took;
                    squares += took * took;
                }
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }

            return (count, sum, squares);
        }
    }

    /// <summary>
    /// Runs the statement at random times, at a rate, whether or not the earlier ones have ended. Ends early if too many have not: the report then shows that
    /// nearly all waited.
    /// </summary>
    /// <param name="database">The database, with the number of connections that is tested.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="perSecond">The rate.</param>
    /// <param name="time">For how long.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task OpenAsync(Database database, SqlStatement statement, double perSecond, TimeSpan time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task>();
        var unfinished = 0;
        var began = Stopwatch.GetTimestamp();
        for (var due = Gap(); due < time.TotalSeconds && !stop.IsCancellationRequested && Volatile.Read(ref unfinished) < MostUnfinished; due += Gap())
        {
            // Timers are coarser than the times between calls, so the last part is spent looking at the clock.
            for (var left = Left(due); left > 0; left = Left(due))
            {
                if (left > 0.002)
                {
                    await Task.Delay(1, stop.Token);
                }
                else
                {
                    Thread.Yield();
                }
            }

            Interlocked.Increment(ref unfinished);
            running.Add(Task.Run(() => CallAsync(stop), CancellationToken.None));
        }

        await Task.WhenAll(running);

        double Gap() => -Math.Log(1 - Random.Shared.NextDouble()) / perSecond;

        double Left(double due) => due - Stopwatch.GetElapsedTime(began).TotalSeconds;

        async Task CallAsync(CancellationTokenSource stop)
        {
            try
            {
                await RunAsync(database, statement, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
            finally
            {
                Interlocked.Decrement(ref unfinished);
            }
        }
    }

    /// <summary>What reading a number of rows of a table at once costs; null if that cannot be told, as of a small table.</summary>
    public static async Task<BatchCost?> PagesAsync(Database database, Func<int, SqlStatement> page, TimeSpan time, CancellationToken cancellationToken)
    {
        var points = new List<(int Rows, TimeSpan Time)>();
        foreach (var rows in Pages)
        {
            var read = (await RunAsync(database, page(rows), cancellationToken)).Count;
            if (read < rows)
            {
                break;
            }

            points.Add((rows, (await ClosedAsync(database, page(rows), 1, time / Pages.Length, cancellationToken)).MeanUse));
        }

        return BatchCost.Fit([.. points]);
    }

    private static async Task<IReadOnlyList<IDictionary<string, object?>>> RunAsync(Database database, SqlStatement statement, CancellationToken cancellationToken)
        => await database.ReadOnly().QueryAsync<IDictionary<string, object?>>(statement, cancellationToken);
}
