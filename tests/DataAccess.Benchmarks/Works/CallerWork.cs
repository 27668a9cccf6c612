using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>A number of callers, each doing one operation without a result after the other.</summary>
internal sealed class CallerWork(string id, WorkKind kind, int callers, Func<Contender, long, ValueTask> operation, params string[] engines)
    : Work(id, kind, engines)
{
    // Written rows need keys that nobody has used.
    private long _next;

    protected override Task<long> DoAsync(Contender contender, TimeSpan time)
        => Callers.RunAsync(callers, time, deadline => CallAsync(contender, deadline));

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
