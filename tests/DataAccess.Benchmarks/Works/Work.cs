using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>One thing that is measured.</summary>
internal abstract class Work(string id, WorkKind kind, params string[] engines)
{
    public string Id { get; } = id;

    public WorkKind Kind { get; } = kind;

    /// <summary>Whether it takes minutes, so that a quick run leaves it out unless it is named.</summary>
    public virtual bool IsLong => false;

    /// <summary>Whether the work is measured on an engine.</summary>
    public bool Runs(string engine) => engines.Contains(engine, StringComparer.Ordinal);

    /// <summary>Whether a contender that does such works is measured in this one.</summary>
    public virtual bool Takes(Contender contender) => true;

    public virtual int Rounds(BenchmarkOptions options) => options.Rounds;

    /// <summary>Puts the tables into the state that each round starts from.</summary>
    public virtual async Task PrepareAsync(BenchmarkEngine engine)
    {
        if (Kind is WorkKind.Write or WorkKind.WriteTogether or WorkKind.Stream)
        {
            await engine.EmptyAsync();
        }
    }

    public virtual async Task WarmUpAsync(BenchmarkEngine engine, Contender contender, TimeSpan time)
    {
        await PrepareAsync(engine);
        await DoAsync(contender, time);
    }

    public async Task<RoundResult> RunAsync(Contender contender, TimeSpan time)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var operations = await DoAsync(contender, time);
        var elapsed = Stopwatch.GetElapsedTime(started);
        processor = Environment.CpuUsage.TotalTime - processor;
        return new RoundResult(operations, elapsed, processor, BytesOf(GC.GetTotalAllocatedBytes(precise: true) - bytes));
    }

    /// <summary>Does the work for about that long, or once.</summary>
    /// <returns>How many operations were done.</returns>
    protected abstract Task<long> DoAsync(Contender contender, TimeSpan time);

    protected virtual long BytesOf(long allocated) => allocated;
}
