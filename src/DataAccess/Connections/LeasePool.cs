using Microsoft.Extensions.Logging;

namespace DataAccess;

/// <summary>
/// The connections of one role and the queue of callers who wait for one. Its lock guards <see cref="PoolState"/> and the
/// spare waiters; it is held for a few instructions, never across an await or a callback.
/// </summary>
internal sealed class LeasePool : IAsyncDisposable
{
    private const int MaxSpareWaiters = 256;

    private readonly DatabaseProvider _provider;
    private readonly ConnectionRole _role;
    private readonly ConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly PoolState _state;
    private readonly Stack<LeaseWaiter> _spareWaiters = new();
    private int _generation;

    public LeasePool(
        DatabaseProvider provider, ConnectionRole role, ConnectionOptions options, int max, TimeProvider time, ILogger logger)
    {
        _provider = provider;
        _role = role;
        _options = options;
        _time = time;
        _logger = logger;
        _state = new PoolState(provider.CanShareData ? max : 1, options.MaxWaiters);
    }

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

    public ValueTask<ConnectionLease> AcquireAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ConnectionLease>(cancellationToken);
        }

        PhysicalConnection? connection;
        ConnectionLease lease;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_state.IsClosing, typeof(ConnectionManager));
            _state.TryLendIdle(out connection, out lease);
        }

        if (connection is null)
        {
            return WaitAsync(first: false, cancellationToken);
        }

        return IsFresh(connection) ? new(lease) : CheckAsync(connection, lease, cancellationToken);
    }

    /// <summary>Takes a lease's connection back. A lease that ended before is ignored.</summary>
    public void Return(PhysicalConnection connection, long leaseNumber)
    {
        if (!connection.TryEndLease(leaseNumber))
        {
            return;
        }

        if (MustClose(connection))
        {
            _ = CloseAsync(connection);
        }
        else if (connection.IsDirty)
        {
            _ = ResetAsync(connection);
        }
        else
        {
            Offer(connection);
        }
    }

    public async ValueTask ClearAsync()
    {
        PhysicalConnection[] idle;
        lock (_gate)
        {
            _generation++;
            idle = _state.TakeIdle();
        }

        foreach (var connection in idle)
        {
            await CloseAsync(connection).ConfigureAwait(false);
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

        await _closing.CancelAsync().ConfigureAwait(false);
        foreach (var waiter in waiters)
        {
            waiter.Fail(PoolErrors.Closed());
        }

        foreach (var connection in idle)
        {
            await CloseAsync(connection).ConfigureAwait(false);
        }

        await DrainAsync().ConfigureAwait(false);
        while (_spareWaiters.TryPop(out var spare))
        {
            spare.Dispose();
        }

        _closing.Dispose();
    }

    internal void OnTimer(LeaseWaiter waiter)
    {
        ConnectionStatistics statistics;
        lock (_gate)
        {
            // Timers tick more coarsely than the clock and may ring early, and a late ring may belong to an earlier wait.
            var left = waiter.Deadline - _time.GetTimestamp();
            if (left > 0)
            {
                waiter.Rearm(ToTimeSpan(left));
                return;
            }

            if (!_state.TryRemove(waiter))
            {
                return;
            }

            _state.CountTimeout();
            statistics = _state.Snapshot();
        }

        waiter.Fail(PoolErrors.Timeout(_provider, _options, statistics));
    }

    internal void OnCancelled(LeaseWaiter waiter)
    {
        lock (_gate)
        {
            if (!_state.TryRemove(waiter))
            {
                return;
            }
        }

        waiter.Fail(new OperationCanceledException(waiter.Cancellation));
    }

    internal void Reuse(LeaseWaiter waiter)
    {
        lock (_gate)
        {
            if (!_state.IsClosing && _spareWaiters.Count < MaxSpareWaiters)
            {
                _spareWaiters.Push(waiter);
                return;
            }
        }

        waiter.Dispose();
    }

    private ValueTask<ConnectionLease> WaitAsync(bool first, CancellationToken cancellationToken)
    {
        LeaseWaiter waiter;
        bool open;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_state.IsClosing, typeof(ConnectionManager));
            if (!first && _state.IsQueueFull)
            {
                return ValueTask.FromException<ConnectionLease>(PoolErrors.QueueFull(_provider, _options, _state.Snapshot()));
            }

            waiter = _spareWaiters.TryPop(out var spare) ? spare : new LeaseWaiter(this, _time);
            waiter.Deadline = _time.GetTimestamp() + ToTimestamp(_options.AcquireTimeout);
            waiter.Cancellation = cancellationToken;
            _state.Enqueue(waiter, first);
            open = _state.TryReserve();
        }

        var task = waiter.Task;
        waiter.Arm(_options.AcquireTimeout, cancellationToken);
        if (open)
        {
            _ = OpenAsync();
        }

        return task;
    }

    /// <summary>
    /// Opens one connection for whoever is first in the queue by then. It belongs to no waiter, so one who leaves takes
    /// nothing with him.
    /// </summary>
    private async Task OpenAsync()
    {
        // The caller of this method is about to wait; it must not do the driver's synchronous share of the work first.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        PhysicalConnection? connection = null;
        try
        {
            using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _closing.Token);
            connection = new PhysicalConnection(this, _provider, _role, _options.MaxPreparedStatements) { Generation = Volatile.Read(ref _generation) };
            await connection.OpenAsync(both.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailToOpenAsync(connection, exception).ConfigureAwait(false);
            return;
        }

        connection.ExpiresAt = _time.GetTimestamp() + ToTimestamp(_options.MaxLifetime * (1 - (Random.Shared.NextDouble() / 10)));
        lock (_gate)
        {
            _state.OpenSucceeded();
        }

        Offer(connection);
    }

    private async ValueTask FailToOpenAsync(PhysicalConnection? connection, Exception exception)
    {
        if (connection is not null)
        {
            await DisposeQuietlyAsync(connection).ConfigureAwait(false);
        }

        LeaseWaiter? waiter;
        bool openAnother;
        lock (_gate)
        {
            waiter = _state.OpenFailed();
            openAnother = _state.TryReserve();
            SignalIfDrained_NeedsGate();
        }

        var error = PoolErrors.OpenFailed(_provider, _options, exception);
        Log.OpenFailed(_logger, _provider.Endpoint, error.Failure.Message);
        waiter?.Fail(error);
        if (openAnother)
        {
            _ = OpenAsync();
        }
    }

    /// <summary>Gives a clean connection to the first waiter, or keeps it for the next caller.</summary>
    private void Offer(PhysicalConnection connection)
    {
        LeaseWaiter? waiter;
        ConnectionLease lease;
        lock (_gate)
        {
            if (_state.IsClosing)
            {
                _ = CloseAsync(connection);
                return;
            }

            connection.IdleSince = _time.GetTimestamp();
            waiter = _state.Offer(connection, out lease);
        }

        waiter?.Complete(lease);
    }

    private async Task ResetAsync(PhysicalConnection connection)
    {
        try
        {
            using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _time);
            await connection.ResetAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.ResetFailed(_logger, _provider.Endpoint, exception.GetType().Name);
            connection.MarkBroken();
        }

        if (connection.IsBroken)
        {
            await CloseAsync(connection).ConfigureAwait(false);
        }
        else
        {
            Offer(connection);
        }
    }

    /// <summary>Asks a connection that has been idle for a sign of life; a dead or old one is replaced, and the caller keeps his turn.</summary>
    private async ValueTask<ConnectionLease> CheckAsync(PhysicalConnection connection, ConnectionLease lease, CancellationToken cancellationToken)
    {
        if (!MustClose(connection))
        {
            try
            {
                using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
                await connection.PingAsync(both.Token).ConfigureAwait(false);
                return lease;
            }
            catch (Exception exception)
            {
                Log.PingFailed(_logger, _provider.Endpoint, exception.GetType().Name);
            }
        }

        connection.MarkBroken();
        await lease.DisposeAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return await WaitAsync(first: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task CloseAsync(PhysicalConnection connection)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await DisposeQuietlyAsync(connection).ConfigureAwait(false);
        bool open;
        lock (_gate)
        {
            _state.Closed(connection);
            open = _state.TryReserve();
            SignalIfDrained_NeedsGate();
        }

        if (open)
        {
            _ = OpenAsync();
        }
    }

    private async ValueTask DisposeQuietlyAsync(PhysicalConnection connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It is being thrown away because it is broken or old; that it cannot say goodbye changes nothing.
            Log.CloseFailed(_logger, _provider.Endpoint, exception.GetType().Name);
        }
    }

    private async ValueTask DrainAsync()
    {
        try
        {
            await _drained.Task.WaitAsync(_options.DrainTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            PhysicalConnection[] held;
            lock (_gate)
            {
                held = [.. _state.Leased];
            }

            Log.DrainTimedOut(_logger, _provider.Endpoint, held.Length, _options.DrainTimeout);
            foreach (var connection in held)
            {
                await connection.AbortAsync().ConfigureAwait(false);
            }
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
        => !MustClose(connection) && _time.GetElapsedTime(connection.IdleSince) < _options.PingAfterIdle;

    private bool MustClose(PhysicalConnection connection)
        => connection.IsBroken
        || connection.Generation != Volatile.Read(ref _generation)
        || _time.GetTimestamp() >= connection.ExpiresAt;

    private TimeSpan ToTimeSpan(long timestamps) => TimeSpan.FromSeconds((double)timestamps / _time.TimestampFrequency) + TimeSpan.FromMilliseconds(1);

    private long ToTimestamp(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
