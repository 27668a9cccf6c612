using DataAccess.Diagnostics.Measuring;

namespace DataAccess.Connections.Pool;

/// <summary>What the pool has measured, for a report.</summary>
internal sealed partial class LeasePool
{
    private readonly LoadMeter _meter;

    /// <summary>What it is called in metrics and reports.</summary>
    private string Name => _provider.HasSingleWriter ? $"{_provider.Endpoint} ({_role})" : _provider.Endpoint;

    /// <summary>What happened in the last minute, and the state now.</summary>
    public PoolSample TakeSample()
    {
        lock (_gate)
        {
            var now = _clock.Now;
            return new PoolSample(
                Name,
                _meter.Take(now),
                _state.Snapshot(),
                [.. _state.Leased.Where(static c => c.LeaseNumber != 0).Select(c => (c.Holder.ToString(), _clock.Since(c.LeasedAt)))],
                _limit.History.Take(now, _clock.Time.TimestampFrequency),
                _options.LeakThreshold,
                _provider.HasSingleWriter && !_limit.IsElastic);
        }
    }
}
