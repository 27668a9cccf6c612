using DataAccess.Connections.Pool.Sizing;
using DataAccess.Threading;

namespace DataAccess.Connections.Pool;

/// <summary>How the pool follows its limit: what is raised is leased from the idle connections, or opened.</summary>
internal sealed partial class LeasePool
{
    /// <summary>How often callers that wait because of the limit are looked at.</summary>
    private static readonly TimeSpan PulseInterval = TimeSpan.FromMilliseconds(10);

    private readonly ElasticLimit _limit;

    // Both guarded by _gate.
    private ITimer? _pulse;
    private bool _isPulsing;

    private int _isMaxLearned;

    private bool TakeRaised_NeedsGate()
    {
        var raised = _state.IsRaised;
        _state.IsRaised = false;
        return raised;
    }

    private void FollowLimit() => OpenForWaiters();

    /// <summary>Leases idle connections to callers that wait, as many as the limit permits.</summary>
    private void LeaseIdle()
    {
        // One that must be checked first is not yet leased to a waiter, so the waiters alone do not end this.
        for (var most = Waiting; most > 0; most--)
        {
            LeaseWaiter? waiter = null;
            ConnectionLease lease = default;
            PhysicalConnection? connection;
            lock (_gate)
            {
                connection = _state.TakeIdleForWaiter();
                if (connection is null)
                {
                    return;
                }

                if (IsFresh(connection))
                {
                    waiter = _state.Offer(connection, _clock.Now, out lease);
                }
                else
                {
                    _state.Hold(connection, _clock.Now);
                }
            }

            if (waiter is not null)
            {
                waiter.Complete(lease);
            }
            else
            {
                Detached.Start(CheckIdleAsync, connection);
            }
        }
    }

    private int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _state.Waiting;
            }
        }
    }

    /// <summary>Pings a connection that has been idle, and passes it to a waiter.</summary>
    private Task CheckIdleAsync(PhysicalConnection connection)
    {
        if (MustClose(connection))
        {
            return CloseAsync(connection);
        }

        // Not a lease, so it does not count as one that was served.
        connection.HasFailed = true;
        connection.MarkUnchecked();
        return ResetAsync(connection);
    }

    private void StartPulse_NeedsGate()
    {
        // Also while connections are being opened: their statements may be long.
        if (_isPulsing || !_limit.IsElastic)
        {
            return;
        }

        _pulse ??= TimerOf(static pool => pool.Pulse());
        _isPulsing = true;
        _pulse.Change(PulseInterval, PulseInterval);
    }

    private void Pulse()
    {
        bool raised;
        lock (_gate)
        {
            if (_state.IsClosing)
            {
                return;
            }

            _state.Wait(_clock.Now);
            raised = TakeRaised_NeedsGate();
            if (_state.Waiting == 0)
            {
                _isPulsing = false;
                _pulse!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        if (raised)
        {
            FollowLimit();
        }
    }

    /// <summary>Asks the server, over the first connection, how many it accepts, unless the maximum was set.</summary>
    private async ValueTask LearnMaxAsync(PhysicalConnection connection, CancellationToken cancellationToken)
    {
        if (_options.IsMaxSet || !_limit.IsElastic || Interlocked.Exchange(ref _isMaxLearned, 1) != 0)
        {
            return;
        }

        var accepted = await connection.FindMaxConnectionsAsync(_logger, cancellationToken).ConfigureAwait(false);
        if (accepted is { } all)
        {
            lock (_gate)
            {
                _limit.LowerMax(ConnectionOptions.ShareOf(all));
            }
        }
    }
}
