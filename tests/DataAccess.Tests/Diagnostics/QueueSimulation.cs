using DataAccess.Connections.Pool;
using DataAccess.Connections.Pool.Sizing;
using DataAccess.Diagnostics;
using DataAccess.Diagnostics.Measuring;

namespace DataAccess.Tests;

/// <summary>Callers that arrive at random and the real pool's decisions, in virtual time. Rates are so high that a million arrivals fit into the minute of a report.</summary>
internal sealed class QueueSimulation(int connections, double perSecond, int seed) : IAsyncDisposable
{
    private const long Frequency = 1_000_000_000;

    private readonly Random _random = new(seed);
    private readonly PoolRig _rig = new();
    private readonly LoadMeter _meter = new(Frequency);
    private readonly PriorityQueue<PhysicalConnection, long> _busy = new();
    private readonly Stack<LeaseWaiter> _spare = new();
    private long _now = Frequency;

    /// <summary>How long a lease takes in seconds, by the number that is in use when it begins.</summary>
    public required Func<Random, int, double> Use { get; init; }

    /// <summary>How many callers arrive together.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>The share of a lease in which its transaction does something else.</summary>
    public double IdleShare { get; init; }

    /// <summary>The share of leases that fail.</summary>
    public double FailedShare { get; init; }

    /// <summary>The leases that are held at the end.</summary>
    public (string Holder, TimeSpan Since)[] Held { get; init; } = [];

    public IReadOnlyList<(string Text, long Count, TimeSpan Time)> Statements { get; init; } = [];

    public static double Exponential(Random random, double mean) => -Math.Log(1 - random.NextDouble()) * mean;

    public PoolReport Run(int arrivals)
    {
        var limit = ElasticLimit.Fixed(connections);
        var state = new PoolState(limit, int.MaxValue - 1_000, _meter);
        for (var i = 0; i < connections; i++)
        {
            state.ReserveIdle(1);
            state.OpenSucceeded();
            var opening = TakeWaiter();
            opening.Since = _now;
            state.Enqueue(opening, first: true);
            state.Offer(new PhysicalConnection(_rig.Pool, _rig.Provider, ConnectionRole.Writer, 0), _now, out var first);
            _busy.Enqueue(first.Physical, _now);
        }

        var next = _now;
        for (var i = 0; i < arrivals; i += Burst)
        {
            next += (long)(Exponential(_random, Burst / perSecond) * Frequency);
            EndUntil(state, next);
            _now = next;
            for (var caller = 0; caller < Burst; caller++)
            {
                Acquire(state);
            }
        }

        var sample = new PoolSample("simulated", _meter.Take(_now), state.Snapshot(), Held, [], TimeSpan.FromMinutes(1), IsFixed: false);
        return PoolReporter.Of(sample, Statements);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var waiter in _spare)
        {
            waiter.Dispose();
        }

        await _rig.DisposeAsync();
    }

    private void Acquire(PoolState state)
    {
        if (state.TryLendIdle(default, _now, out var connection, out var _))
        {
            Begin(state, connection!);
            return;
        }

        var waiter = TakeWaiter();
        waiter.Since = _now;
        state.Enqueue(waiter, first: false);
    }

    private void EndUntil(PoolState state, long time)
    {
        while (_busy.TryPeek(out var connection, out var ends) && ends <= time)
        {
            _busy.Dequeue();
            _now = ends;
            connection.HasFailed = _random.NextDouble() < FailedShare;
            if (state.Offer(connection, _now, out var _) is { } waiter)
            {
                _spare.Push(waiter);
                Begin(state, connection);
            }
        }
    }

    private void Begin(PoolState state, PhysicalConnection connection)
    {
        var use = Use(_random, state.Leased.Count);
        connection.IdleTime = TimeSpan.FromSeconds(IdleShare * use);
        connection.LastText = "select 1";
        _busy.Enqueue(connection, _now + Math.Max(1, (long)(use * Frequency)));
    }

    private LeaseWaiter TakeWaiter() => _spare.TryPop(out var waiter) ? waiter : new LeaseWaiter(_rig.Pool, _rig.Time);
}
