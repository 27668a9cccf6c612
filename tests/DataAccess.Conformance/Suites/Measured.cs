using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace DataAccess.Conformance;

/// <summary>Listens to the library's metrics whose names begin in one way; they are told apart by the rest.</summary>
internal sealed class Measured : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<KeyValuePair<string, object?>[]>> _seen = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly string _prefix;

    public Measured(string prefix)
    {
        _prefix = prefix;
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "DataAccess" && instrument.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _listener.Start();
    }

    public IEnumerable<string> Names => _seen.Keys.Order(StringComparer.Ordinal);

    /// <summary>The tags of each measurement.</summary>
    public IEnumerable<KeyValuePair<string, object?>[]> this[string name] => _seen[name];

    /// <summary>Reads the gauges.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => _seen.GetOrAdd(instrument.Name[_prefix.Length..], static _ => []).Add(tags.ToArray());
}
