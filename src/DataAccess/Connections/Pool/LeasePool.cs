using System.Data.Common;
using DataAccess.Connections.Pool.Sizing;
using DataAccess.Diagnostics.Measuring;
using DataAccess.Providers;
using DataAccess.Telemetry;
using DataAccess.Threading;
using Microsoft.Extensions.Logging;

namespace DataAccess.Connections.Pool;

/// <summary>
/// The connections of one role and the queue of callers that wait for one. Its lock guards <see cref="PoolState"/> and the
/// spare waiters; it is held for a few instructions, never across an await or a callback.
/// </summary>
internal sealed partial class LeasePool : IAsyncDisposable
{
    private readonly DatabaseProvider _provider;
    private readonly ConnectionRole _role;
    private readonly ConnectionOptions _options;
    private readonly PoolClock _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly PoolState _state;
    private readonly SpareWaiters _spareWaiters;
    private int _generation;

    public LeasePool(
        DatabaseProvider provider, ConnectionRole role, ConnectionOptions options, ElasticLimit limit, TimeProvider time, ILogger logger,
        Func<DbConnection, CancellationToken, ValueTask>? onOpened = null)
    {
        _provider = provider;
        _role = role;
        _options = options;
        _clock = new PoolClock(time);
        _spareWaiters = new SpareWaiters(this, time);
        _logger = logger;
        OnOpened = onOpened;
        _limit = provider.CanShareData ? limit : ElasticLimit.Fixed(1);
        _meter = new LoadMeter(time.TimestampFrequency);
        _state = new PoolState(_limit, options.MaxWaiters, _meter);
        _maintenance = StartMaintenance();
        ConnectionMetrics.Add(this, Name);
    }

    public TimeProvider Time => _clock.Time;

    public ILogger Logger => _logger;

    /// <summary>The user's part of opening a connection, and of resetting it.</summary>
    public Func<DbConnection, CancellationToken, ValueTask>? OnOpened { get; }

    public ConnectionStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _state.Snapshot();
            }
        }
    }

    public ValueTask<ConnectionLease> AcquireAsync(LeaseHolder holder, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<ConnectionLease>(cancellationToken)
        : ConnectionMetrics.MeasuresWaits ? ConnectionMetrics.MeasureAsync(this, _clock, TakeOrWait(holder, null, cancellationToken))
        : TakeOrWait(holder, null, cancellationToken);

    /// <summary>Returns a lease's connection. A lease that has already ended is ignored.</summary>
    public void Return(PhysicalConnection connection, long leaseNumber)
    {
        if (!connection.TryEndLease(leaseNumber))
        {
            return;
        }

        ConnectionMetrics.Used(this, _clock, connection);

        if (MustClose(connection))
        {
            Detached.Start(CloseAsync, connection);
        }
        else if (connection.IsDirty)
        {
            Detached.Start(ResetAsync, connection);
        }
        else
        {
            Offer(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        LeaseWaiter[] waiters;
        PhysicalConnection[] idle;
        lock (_gate)
        {
            if (_state.IsClosing)
            {
                return;
            }

            waiters = _state.Close();
            idle = _state.TakeIdle();
            SignalIfDrained_NeedsGate();
        }

        _maintenance?.Dispose();
        _openAgain?.Dispose();
        _pulse?.Dispose();
        await _closing.CancelAsync().ConfigureAwait(false);
        foreach (var waiter in waiters)
        {
            waiter.Fail(PoolErrors.Closed());
        }

        // The drain waits for these too, but no longer than its deadline.
        _ = Task.WhenAll(idle.Select(CloseAsync));
        await DrainAsync().ConfigureAwait(false);
        ConnectionMetrics.Remove(this);
        _spareWaiters.Dispose();
        _closing.Dispose();
    }

    internal void OnTimer(LeaseWaiter waiter)
    {
        ConnectionStatistics statistics;
        lock (_gate)
        {
            // Timers are coarser than the clock and may fire early, and a late callback may belong to an earlier wait.
            if (_clock.Until(waiter.Deadline) is var left && left > TimeSpan.Zero)
            {
                waiter.Rearm(left);
                return;
            }

            if (!_state.TryRemove(waiter))
            {
                return;
            }

            _state.CountTimeouts();
            statistics = _state.Snapshot();
        }

        waiter.Fail(PoolErrors.Timeout(_provider, _options, waiter.Holder.Within, statistics, _lastOpenError));
    }

    internal void OnCancelled(LeaseWaiter waiter)
    {
        bool isLate;
        lock (_gate)
        {
            isLate = waiter.Holder.Within is not null && _clock.Until(waiter.Deadline) <= TimeSpan.Zero;
            if (!isLate)
            {
                if (!_state.TryRemove(waiter))
                {
                    return;
                }

                _state.CountCancelled();
            }
        }

        // The timer of a caller with a deadline cancels it soon afterwards; that it got no connection is the more useful error.
        if (isLate)
        {
            OnTimer(waiter);
        }
        else
        {
            waiter.Fail(new OperationCanceledException(waiter.Cancellation));
        }
    }

    internal void Reuse(LeaseWaiter waiter)
    {
        lock (_gate)
        {
            if (!_state.IsClosing && _spareWaiters.TryKeep(waiter))
            {
                return;
            }
        }

        waiter.Dispose();
    }

    /// <param name="holder">The caller.</param>
    /// <param name="deadline">For a caller whose connection turned out to be dead: its deadline, which it keeps, together with its turn.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    private ValueTask<ConnectionLease> TakeOrWait(LeaseHolder holder, long? deadline, CancellationToken cancellationToken)
    {
        PhysicalConnection? connection;
        ConnectionLease lease;
        LeaseWaiter? waiter;
        bool open;
        var raised = false;
        lock (_gate)
        {
            PoolErrors.ThrowIfClosed(_state.IsClosing);

            // Checking and joining the queue are one step: a connection that was returned in between would be missed.
            if (_state.TryLendIdle(holder, _clock.Now, out connection, out lease))
            {
                waiter = null;
                open = false;
            }
            else if (deadline is null && !holder.ForMany && _state.IsQueueFull && !_state.Widen(_clock.Now))
            {
                _state.CountRejected(_clock.Now);
                return ValueTask.FromException<ConnectionLease>(PoolErrors.QueueFull(_provider, _options, _state.Snapshot()));
            }
            else if (holder.Within is { } within && within <= TimeSpan.Zero)
            {
                return ValueTask.FromException<ConnectionLease>(PoolErrors.TooLate(_provider, _state.Snapshot()));
            }
            else
            {
                waiter = Enqueue_NeedsGate(holder, deadline, cancellationToken);
                open = _state.TryReserve();
                raised = TakeRaised_NeedsGate();
                StartPulse_NeedsGate();
            }
        }

        if (waiter is null)
        {
            return IsFresh(connection!)
                ? new(lease)
                : CheckAsync(connection!, lease, deadline ?? _clock.In(_options.AcquireTimeout), cancellationToken);
        }

        var task = waiter.Task;
        waiter.Arm(deadline is { } end ? _clock.Until(end) : TimeFor(holder), cancellationToken);
        OpenIf(open);
        if (raised)
        {
            FollowLimit();
        }

        return task;
    }

    private LeaseWaiter Enqueue_NeedsGate(LeaseHolder holder, long? deadline, CancellationToken cancellationToken)
    {
        var waiter = _spareWaiters.Take();
        waiter.Deadline = deadline ?? (holder.ForMany ? long.MaxValue : _clock.In(TimeFor(holder)));
        waiter.Cancellation = cancellationToken;
        waiter.Since = _clock.Now;
        waiter.Holder = holder;
        _state.Enqueue(waiter, first: deadline is not null);
        return waiter;
    }

    /// <summary>Passes a clean connection to the first waiter, or keeps it for the next caller.</summary>
    private void Offer(PhysicalConnection connection)
    {
        LeaseWaiter? waiter;
        ConnectionLease lease;
        bool raised;
        lock (_gate)
        {
            if (_state.IsClosing)
            {
                Detached.Start(CloseAsync, connection);
                return;
            }

            connection.IdleSince = _clock.Now;
            waiter = _state.Offer(connection, connection.IdleSince, out lease);
            raised = TakeRaised_NeedsGate();
        }

        waiter?.Complete(lease);
        if (raised)
        {
            FollowLimit();
        }
    }

    private async Task ResetAsync(PhysicalConnection connection)
    {
        try
        {
            using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _clock.Time);
            await BoundAsync(connection, connection.ResetAsync(timeout.Token), timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.ResetFailed(_logger, _provider.Endpoint, exception.GetType().Name);
            connection.MarkBroken();
        }

        if (MustClose(connection))
        {
            await CloseAsync(connection).ConfigureAwait(false);
        }
        else
        {
            Offer(connection);
        }
    }

    /// <summary>Pings a connection that has been idle; a dead or old one is replaced, and the caller keeps its turn.</summary>
    private async ValueTask<ConnectionLease> CheckAsync(
        PhysicalConnection connection, ConnectionLease lease, long deadline, CancellationToken cancellationToken)
    {
        if (!MustClose(connection))
        {
            try
            {
                var left = _clock.Until(deadline);
                using var timeout = new CancellationTokenSource(left < _options.ConnectTimeout ? left : _options.ConnectTimeout, _clock.Time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
                await BoundAsync(connection, connection.PingAsync(both.Token), both.Token).ConfigureAwait(false);
                return lease;
            }
            catch (Exception exception)
            {
                Log.PingFailed(_logger, _provider.Endpoint, exception.GetType().Name);
            }
        }

        var holder = connection.Holder;
        connection.MarkBroken();
        await lease.DisposeAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return await TakeOrWait(holder, deadline, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask DrainAsync()
    {
        try
        {
            await _drained.Task.WaitAsync(_options.DrainTimeout, _clock.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            PhysicalConnection[] held;
            lock (_gate)
            {
                held = [.. _state.Leased];
            }

            Log.DrainTimedOut(_logger, _provider.Endpoint, held.Length, _options.DrainTimeout);
            await EndsWithinAsync(Task.WhenAll(held.Select(connection => connection.AbortQuietlyAsync(_logger, PoolErrors.TakenAway(_options)).AsTask())), Grace).ConfigureAwait(false);
        }
    }

    private void SignalIfDrained_NeedsGate()
    {
        if (_state is { IsClosing: true, IsEmpty: true })
        {
            _drained.TrySetResult();
        }
    }

    private bool IsFresh(PhysicalConnection connection)
        => !MustClose(connection) && _clock.Since(connection.IdleSince) < _options.PingAfterIdle;

    private bool MustClose(PhysicalConnection connection)
        => connection.IsBroken
        || connection.Generation != Volatile.Read(ref _generation)
        || _clock.Now >= connection.ExpiresAt;
}
