using DataAccess.Connections.Pool;
using DataAccess.Connections.Pool.Sizing;
using DataAccess.Diagnostics.Measuring;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>
/// What <see cref="PoolState"/> should do, as plain lists, run side by side with it. Each step makes both take it and
/// compares what they say.
/// </summary>
internal sealed class PoolModel : IAsyncDisposable
{
    private readonly PoolRig _rig = new();
    private readonly FakeTimeProvider _time = new();
    private readonly int _max;
    private readonly int _maxWaiters;
    private readonly PoolState _state;
    private readonly List<PhysicalConnection> _idle = [];
    private readonly List<(PhysicalConnection Connection, long Number)> _leased = [];
    private readonly List<LeaseWaiter> _waiting = [];
    private int _opening;
    private bool _paused;
    private int _untold;

    public PoolModel(int max, int maxWaiters)
    {
        _max = max;
        _maxWaiters = maxWaiters;
        _state = new PoolState(ElasticLimit.Fixed(max), maxWaiters, new LoadMeter(TimeSpan.TicksPerSecond));
    }

    private int Total => _idle.Count + _leased.Count + _opening;

    public void Step(int action, int choice)
    {
        switch (action)
        {
            case <= 2:
                Acquire(first: false);
                break;
            case 3 when _opening > 0:
                FinishOpening();
                break;
            case 4 when _opening > 0:
                FailOpening(mayPass: choice % 2 == 0);
                break;
            case 5 or 6 when _leased.Count > 0:
                Offer(EndLease(choice));
                break;
            case 7 when _leased.Count > 0:
                Close(EndLease(choice));
                break;
            case 8 when _leased.Count > 0:
                // A caller whose connection turned out dead: it is closed, and he keeps his turn.
                var dead = EndLease(choice);
                Acquire(first: true);
                Close(dead);
                break;
            case 9 when _waiting.Count > 0:
                Leave(choice);
                break;
            case 10:
                Clear();
                break;
            case 11:
                EndPause();
                break;
        }

        Check();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private void Acquire(bool first)
    {
        if (_state.TryLendIdle(default, 0, out var connection, out _))
        {
            Assert.Empty(_waiting);
            Assert.Same(_idle[^1], connection);
            _idle.RemoveAt(_idle.Count - 1);
            Lent(connection!);
            return;
        }

        Assert.True(_waiting.Count > 0 || _idle.Count == 0);
        var beingServed = Math.Min(_waiting.Count, _opening) + (_waiting.Count >= _opening && Total < _max ? 1 : 0);
        if (!first && _waiting.Count - beingServed >= _maxWaiters && _waiting.Count >= _opening)
        {
            Assert.True(_state.IsQueueFull);
            return;
        }

        Assert.True(first || !_state.IsQueueFull);
        var waiter = new LeaseWaiter(_rig.Pool, _time);
        _state.Enqueue(waiter, first);
        _waiting.Insert(first ? 0 : _waiting.Count, waiter);
        Reserve();
    }

    private void EndPause()
    {
        _paused = _state.IsOpeningPaused = false;

        // The pool opens one to try and the others when that went well; the model need not wait for it.
        ReserveAll();
    }

    private void ReserveAll()
    {
        while (Reserve())
        {
            // As many as wait.
        }
    }

    private bool Reserve()
    {
        var expected = Total < _max && _opening < _waiting.Count && !(_paused && (_leased.Count > 0 || _opening > 0));
        Assert.Equal(expected, _state.TryReserve());
        _opening += expected ? 1 : 0;
        return expected;
    }

    private void FinishOpening()
    {
        _state.OpenSucceeded();
        _opening--;
        _paused = false;
        _untold = 0;
        Offer(new PhysicalConnection(_rig.Pool, _rig.Provider, ConnectionRole.Writer, 0));
        ReserveAll();
    }

    private void FailOpening(bool mayPass)
    {
        // While a connection may come and the reason may pass, nobody is told; later as many as attempts failed.
        _opening--;
        List<LeaseWaiter> told = [];
        if (mayPass && (_leased.Count > 0 || _opening > 0))
        {
            _paused = true;
            _untold += _leased.Count > 0 ? 0 : 1;
        }
        else
        {
            for (var count = mayPass ? _untold + 1 : 1; count > 0 && TakeWaiter() is { } waiter; count--)
            {
                told.Add(waiter);
            }

            (_paused, _untold) = mayPass ? (false, 0) : (_paused, _untold);
        }

        Assert.Equal(told, _state.OpenFailed(mayPass, 0));
        _state.Closed(null, wasOpened: false, wasAbandoned: false, 0);
        ReserveAll();
    }

    private PhysicalConnection EndLease(int choice)
    {
        var (connection, number) = _leased[choice % _leased.Count];
        Assert.True(connection.TryEndLease(number));
        Assert.False(connection.TryEndLease(number));
        return connection;
    }

    private void Offer(PhysicalConnection connection)
    {
        _leased.RemoveAll(l => l.Connection == connection);
        var waiter = TakeWaiter();
        Assert.Same(waiter, _state.Offer(connection, 0, out _));
        if (waiter is null)
        {
            _idle.Add(connection);
        }
        else
        {
            Lent(connection);
        }
    }

    private void Close(PhysicalConnection connection)
    {
        _state.Closed(connection, wasOpened: true, wasAbandoned: false, 0);
        _leased.RemoveAll(l => l.Connection == connection);
        ReserveAll();
    }

    private void Leave(int choice)
    {
        var waiter = _waiting[choice % _waiting.Count];
        Assert.True(_state.TryRemove(waiter));
        Assert.False(_state.TryRemove(waiter));
        _waiting.Remove(waiter);
    }

    private void Clear()
    {
        var taken = _state.TakeIdle();
        Assert.Equal(_idle.ToHashSet(), taken.ToHashSet());
        foreach (var connection in taken)
        {
            _idle.Remove(connection);
            _state.Closed(connection, wasOpened: true, wasAbandoned: false, 0);
        }
    }

    private LeaseWaiter? TakeWaiter()
    {
        var waiter = _waiting.FirstOrDefault();
        _waiting.Remove(waiter!);
        return waiter;
    }

    private void Lent(PhysicalConnection connection)
    {
        Assert.DoesNotContain(_leased, l => l.Connection == connection);
        _leased.Add((connection, connection.LeaseNumber));
    }

    private void Check()
    {
        var now = _state.Snapshot();
        Assert.Equal((_idle.Count, _leased.Count, _opening, _waiting.Count), (now.Idle, now.Leased, now.Opening, now.Waiting));
        Assert.InRange(Total, 0, _max);
        Assert.True(_waiting.Count == 0 || _idle.Count == 0, "Somebody waits while a connection is idle.");
        Assert.Equal(_paused, _state.IsOpeningPaused);
        Assert.True(_waiting.Count <= _opening || Total == _max || _paused, "Somebody waits although one more could be opened.");
    }
}
