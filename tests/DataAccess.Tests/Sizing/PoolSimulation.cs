using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Pool.Sizing;
using DataAccess.Diagnostics.Measuring;

namespace DataAccess.Tests;

/// <summary>Callers, the real pool's decisions and a simulated server, in virtual time: nothing depends on the machine.</summary>
internal sealed class PoolSimulation : IDisposable
{
    public const long Frequency = 10_000_000;
    private const double Pulse = 0.01;
    private const double OpeningTime = 0.004;

    private readonly Random _random;
    private readonly PoolRig _rig = new();
    private readonly PoolState _state;
    private readonly ElasticLimit _limit;
    private readonly SimulatedServer _server;
    private readonly PriorityQueue<Action, (double Time, long Order)> _events = new();
    private readonly Dictionary<LeaseWaiter, Caller> _waiting = [];
    private readonly List<Caller> _callers = [];
    private long _order;
    private double _now;

    public PoolSimulation(SimulatedServer server, ElasticLimit limit, int seed)
    {
        (_server, _limit, _random) = (server, limit, new Random(seed));
        _state = new PoolState(limit, 1_000_000, new LoadMeter(Frequency));
        At(Pulse, OnPulse);
    }

    /// <summary>How much the length of statements varies: 0 not at all, 1 as at random.</summary>
    public double Variation { get; set; } = 1;

    /// <summary>How much the server's speed varies, from one 50 ms to the next.</summary>
    public double Noise { get; set; }

    /// <summary>The length and kind of a caller's next statement: wait, work, and whether it fails at once.</summary>
    public Func<int, (double Wait, double Work, bool Fails)>? Statement { get; set; }

    /// <summary>What kind of failure it is.</summary>
    public FailureKind FailureOf { get; init; } = FailureKind.Unavailable;

    /// <summary>How long a caller thinks between two statements, in seconds.</summary>
    public double Think { get; set; }

    /// <summary>How many connections the server accepts.</summary>
    public int Accepts { get; set; } = int.MaxValue;

    /// <summary>The limit at each time it changed.</summary>
    public List<(double Time, int Limit)> Changes { get; } = [];

    /// <summary>When each statement ended that did not fail, and how long its caller had waited for it.</summary>
    public List<(double Time, int Caller, double Took)> Served { get; } = [];

    public int Limit => _limit.Limit;

    public SimulatedServer Server => _server;

    /// <summary>How many connections the server has refused.</summary>
    public int Refused { get; private set; }

    /// <summary>The share of the time after a moment in which the limit was near the one that it has been for most of that time: at most half more or a third less, which is √2 with small numbers rounded.</summary>
    public double ShareNear(double from)
    {
        var spans = SpansAfter(from);
        var usual = spans.GroupBy(static s => s.Limit).MaxBy(static g => g.Sum(static s => s.Length))!.Key;
        return spans.Where(s => s.Limit <= 1.5 * usual && s.Limit >= usual / 1.5).Sum(static s => s.Length) / (_now - from);
    }

    /// <summary>The limit in the time after a moment, on average.</summary>
    public double MeanLimit(double from) => SpansAfter(from).Sum(static s => s.Limit * s.Length) / (_now - from);

    public override string ToString() => string.Join(' ', Changes.TakeLast(30).Select(static c => FormattableString.Invariant($"{c.Time:0.00} s: {c.Limit}")));

    public ConnectionStatistics Now => _state.Snapshot();

    public double Time => _now;

    /// <summary>How much was served per second, in the last seconds.</summary>
    public double RateOfLast(double seconds) => Served.Count(s => s.Time > _now - seconds) / seconds;

    /// <summary>Sets the number of callers.</summary>
    public void Call(int callers)
    {
        for (var i = 0; i < _callers.Count; i++)
        {
            _callers[i].IsWanted = i < callers;
        }

        while (_callers.Count < callers)
        {
            _callers.Add(new Caller(_callers.Count));
        }

        foreach (var caller in _callers.Where(static c => c is { IsWanted: true, IsBusy: false }))
        {
            caller.IsBusy = true;
            At(_random.NextDouble() / 1_000, () => Acquire(caller));
        }
    }

    /// <summary>Requests that come whatever becomes of the earlier ones, at random times, until a time.</summary>
    public void Arrive(double perSecond, double until)
    {
        if (_now >= until)
        {
            return;
        }

        At(-Math.Log(1 - _random.NextDouble()) / perSecond, () =>
        {
            Acquire(new Caller(0) { IsWanted = false });
            Arrive(perSecond, until);
        });
    }

    public void Run(double seconds)
    {
        var end = _now + seconds;
        while (true)
        {
            var next = _events.TryPeek(out var _, out var due) ? due.Time : double.PositiveInfinity;
            var ends = _server.Next;
            if (Math.Min(next, ends) > end)
            {
                break;
            }

            _now = Math.Min(next, ends);
            _server.MoveTo(_now);
            if (ends <= next)
            {
                _running[_server.End()]();
            }
            else
            {
                _events.Dequeue()();
            }

            Watch();
        }

        _now = end;
        _server.MoveTo(end);
    }

    public void At(double delay, Action action) => _events.Enqueue(action, (_now + delay, _order++));

    public void Dispose()
    {
        foreach (var waiter in _waiting.Keys)
        {
            waiter.Dispose();
        }
    }

    private readonly Dictionary<int, Action> _running = [];
    private int _statements;

    private long Ticks => (long)(_now * Frequency);

    private (int Limit, double Length)[] SpansAfter(double from)
        => [.. Changes
            .Select((c, i) => (c.Limit, Length: (i + 1 < Changes.Count ? Changes[i + 1].Time : _now) - Math.Max(from, c.Time)))
            .Where(static s => s.Length > 0)];

    private void Watch()
    {
        if (Changes.Count == 0 || Changes[^1].Limit != _limit.Limit)
        {
            Changes.Add((_now, _limit.Limit));
        }
    }

    private void Acquire(Caller caller)
    {
        caller.Since = _now;
        if (_state.TryLendIdle(default, Ticks, out var connection, out var _))
        {
            Use(caller, connection!);
            return;
        }

        var waiter = new LeaseWaiter(_rig.Pool, _rig.Time);
        _waiting[waiter] = caller;
        _state.Enqueue(waiter, first: false);
        OpenAll();
    }

    private void OpenAll()
    {
        while (_state.TryReserve())
        {
            At(OpeningTime * (1 + _random.NextDouble()), () =>
            {
                if (_state.Snapshot() is var s && s.Leased + s.Idle >= Accepts)
                {
                    Refused++;
                    _state.OpenFailed(mayPass: true, Ticks);
                    _state.Closed(null, wasOpened: false, wasAbandoned: false, Ticks);
                    return;
                }

                _state.OpenSucceeded();
                Offer(new PhysicalConnection(_rig.Pool, _rig.Provider, ConnectionRole.Writer, 0));
                OpenAll();
            });
        }
    }

    private void Offer(PhysicalConnection connection)
    {
        if (_state.Offer(connection, Ticks, out var _) is { } waiter)
        {
            _waiting.Remove(waiter, out var caller);
            waiter.Dispose();
            Use(caller!, connection);
        }

        Follow();
    }

    private void Follow()
    {
        if (_state.IsRaised)
        {
            _state.IsRaised = false;
            while (_state.TakeIdleForWaiter() is { } idle)
            {
                Offer(idle);
            }

            OpenAll();
        }
    }

    private void Use(Caller caller, PhysicalConnection connection)
    {
        var (wait, work, fails) = Statement?.Invoke(caller.Number) ?? (_server.Wait, _server.Work, false);
        var number = _statements++;
        At(Vary(wait), () =>
        {
            _running[number] = () =>
            {
                _running.Remove(number);
                if (fails)
                {
                    connection.NoteFailure(FailureOf);
                }

                End(caller, connection, fails);
            };
            _server.Begin(number, Vary(work));
        });
    }

    private void End(Caller caller, PhysicalConnection connection, bool failed)
    {
        if (!connection.TryEndLease(connection.LeaseNumber))
        {
            throw new InvalidOperationException("The lease had ended.");
        }

        if (!failed)
        {
            Served.Add((_now, caller.Number, _now - caller.Since));
        }

        Offer(connection);
        if (!caller.IsWanted)
        {
            caller.IsBusy = false;
        }
        else if (Think > 0)
        {
            At(Vary(Think), () => Acquire(caller));
        }
        else
        {
            Acquire(caller);
        }
    }

    /// <summary>The pool's timer, and a machine on which other things run too.</summary>
    private void OnPulse()
    {
        if (_order % 5 == 0 && Noise > 0)
        {
            _server.Speed = Math.Exp(Noise * (_random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 1.5) * 2);
        }

        _state.IsOpeningPaused = _state.IsOpeningPaused && _random.Next(50) > 0;
        _state.Wait(Ticks);
        Follow();
        OpenAll();
        At(Pulse, OnPulse);
    }

    private double Vary(double time) => time * ((1 - Variation) - (Variation * Math.Log(1 - _random.NextDouble())));

    private sealed class Caller(int number)
    {
        public int Number => number;

        public bool IsWanted { get; set; } = true;

        public bool IsBusy { get; set; }

        public double Since { get; set; }
    }
}
