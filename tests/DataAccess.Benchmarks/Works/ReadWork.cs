using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>A number of callers, each reading again and again, by a number from which to choose a key.</summary>
internal sealed class ReadWork<TResult>(string id, int callers, Func<Contender, long, ValueTask<TResult>> operation, params string[] engines)
    : Work(id, WorkKind.Read, engines)
{
    private long _next;

    protected override Task<long> DoAsync(Contender contender, TimeSpan time)
        => Callers.RunAsync(callers, time, deadline => CallAsync(contender, deadline));

    // As CallerWork, but not through it: an adapter would allocate, and count as the contender's.
    private async Task<long> CallAsync(Contender contender, long deadline)
    {
        var done = 0L;
        do
        {
            await operation(contender, Interlocked.Increment(ref _next));
            done++;
        }
        while (Stopwatch.GetTimestamp() < deadline);
        return done;
    }
}
