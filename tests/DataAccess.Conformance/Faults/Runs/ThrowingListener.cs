using System.Diagnostics.Metrics;

namespace DataAccess.Conformance.Faults;

/// <summary>A listener to the library's metrics that throws at every other measurement of one run.</summary>
internal sealed class ThrowingListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _pool;
    private int _measurements;

    /// <param name="pool">What the names of the run's pools contain and no other's.</param>
    public ThrowingListener(string pool)
    {
        _pool = pool;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (string.Equals(instrument.Meter.Name, "DataAccess", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => OnMeasured(tags));
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => OnMeasured(tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    private void OnMeasured(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Value is string text && (text.Contains("fault_rows", StringComparison.Ordinal) || text.Contains(_pool, StringComparison.Ordinal))
                && Interlocked.Increment(ref _measurements) % 2 == 0)
            {
                throw new ExplodingException("listener");
            }
        }
    }
}
