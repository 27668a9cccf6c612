using System.Diagnostics.Tracing;

namespace DataAccess.Benchmarks;

/// <summary>
/// Shows which types a contender allocates, from the runtime's AllocationSampled events: one object in about 100 KiB,
/// chosen at random. See https://learn.microsoft.com/dotnet/fundamentals/diagnostics/runtime-garbage-collection-events
/// </summary>
internal sealed class AllocationSampler : EventListener
{
    private const EventKeywords AllocationSampling = (EventKeywords)0x80000000000;
    private const double BytesPerSample = 102_400;

    private readonly Dictionary<string, int> _samples = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public static async Task WriteAsync(BenchmarkEngine engine, Work work, Contender contender, TimeSpan time)
    {
        await work.PrepareAsync(engine);
        RoundResult result;
        using var sampler = new AllocationSampler();
        result = await work.RunAsync(contender, time * 4);
        KeyValuePair<string, int>[] top;
        lock (sampler._lock)
        {
            top = [.. sampler._samples.OrderByDescending(static s => s.Value).Take(22)];
        }

        Console.WriteLine($"    {contender.Name}: {result.BytesPerOperation:0} bytes an operation, sampled:");
        foreach (var (type, count) in top)
        {
            Console.WriteLine($"      {count * BytesPerSample / result.Operations,8:0} {type}");
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Informational, AllocationSampling);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.PayloadNames?.IndexOf("TypeName") is not (>= 0 and var at))
        {
            return;
        }

        lock (_lock)
        {
            var type = (string)eventData.Payload![at]!;
            _samples[type] = _samples.GetValueOrDefault(type) + 1;
        }
    }
}
