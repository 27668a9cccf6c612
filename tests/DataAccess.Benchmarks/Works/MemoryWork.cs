using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>
/// Ten million rows, made as they are taken. The bytes of its figure are not what was allocated but the peak of the
/// process's memory, above that of 100,000 rows.
/// </summary>
internal sealed class MemoryWork(string id, params string[] engines) : Work(id, WorkKind.Stream, engines)
{
    private const int Few = 100_000;
    private const int Many = 10_000_000;
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(20);

    private long _peakOfFew;
    private long _peakOfMany;

    public override bool IsLong => true;

    // EF Core and linq2db are not asked: only the peak of memory of the two streams matters here.
    public override bool Takes(Contender contender) => contender.Name is ContenderNames.DataAccess or ContenderNames.HandWritten;

    // Minutes each. The peak of one run is what is asked for.
    public override int Rounds(BenchmarkOptions options) => 1;

    public override async Task WarmUpAsync(BenchmarkEngine engine, Contender contender, TimeSpan time)
    {
        await PrepareAsync(engine);
        _peakOfFew = await PeakAsync(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await contender.StreamAsync(Generate(1 + (i * Few), Few));
            }
        });
    }

    protected override async Task<long> DoAsync(Contender contender, TimeSpan time)
    {
        _peakOfMany = await PeakAsync(async () => await contender.StreamAsync(Generate(1, Many)));
        return Many;
    }

    protected override long BytesOf(long allocated) => Math.Max(0, _peakOfMany - _peakOfFew) * Many;

    private static IEnumerable<Item> Generate(long first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return Item.Of(first + i);
        }
    }

    /// <summary>The largest working set while something runs.</summary>
    private static async Task<long> PeakAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var peak = 0L;
        var running = Task.Run(work);
        while (!running.IsCompleted)
        {
            process.Refresh();
            peak = Math.Max(peak, process.WorkingSet64);
            await Task.WhenAny(running, Task.Delay(SampleEvery));
        }

        await running;
        return peak;
    }
}
