using DataAccess.Telemetry;
using DataAccess.Threading;

namespace DataAccess.Connections.Pool;

/// <summary>How connections are opened: for waiting callers, within <see cref="ConnectionOptions.ConnectTimeout"/> whatever the driver does.</summary>
internal sealed partial class LeasePool
{
    /// <summary>How long opening pauses after it failed while leases are held; doubled each time, up to the maximum.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // Both guarded by _gate.
    private TimeSpan _pause = FirstPause;
    private ITimer? _openAgain;

    private volatile DatabaseUnavailableException? _lastOpenError;

    private void OpenIf(bool needed)
    {
        if (needed)
        {
            Detached.Start(static pool => pool.OpenAsync(), this);
        }
    }

    /// <summary>
    /// Opens one connection for the waiter that is first in the queue when it is open. It belongs to no waiter, so a waiter that leaves takes
    /// nothing with it.
    /// </summary>
    private async Task OpenAsync()
    {
        // The caller of this method is about to wait; it must not run the synchronous part of the driver's work first.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        PhysicalConnection? connection = null;
        try
        {
            using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _clock.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _closing.Token);
            connection = new PhysicalConnection(this, _provider, _role, _options.MaxPreparedStatements, _options.ConnectTimeout, _options.SessionReset)
            {
                Generation = Volatile.Read(ref _generation),
            };
            var started = _clock.Now;
            await BoundAsync(connection, connection.OpenAsync(both.Token), both.Token).ConfigureAwait(false);
            ConnectionMetrics.Created(this, _clock.Since(started));
            await LearnMaxAsync(connection, both.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailToOpenAsync(connection, exception).ConfigureAwait(false);
            return;
        }

        // The data of a private in-memory database would be lost with it.
        connection.ExpiresAt = _provider.CanShareData ? _clock.In(_options.MaxLifetime * (1 - (Random.Shared.NextDouble() / 10))) : long.MaxValue;
        lock (_gate)
        {
            _state.OpenSucceeded();
            _pause = FirstPause;
            _lastOpenError = null;
        }

        if (MustClose(connection))
        {
            // The pool was cleared while it was being opened.
            await CloseAsync(connection).ConfigureAwait(false);
        }
        else
        {
            Offer(connection);
        }

        OpenForWaiters();
    }

    /// <summary>
    /// Fails the first waiter with the reason why there is no connection. While leases are held or others are being opened, and the reason may
    /// pass, for example because the server has too many connections, no waiter fails: the next available connection serves it, and opening is retried.
    /// </summary>
    private async ValueTask FailToOpenAsync(PhysicalConnection? connection, Exception exception)
    {
        var error = PoolErrors.OpenFailed(_provider, _options, exception, connection);
        Log.OpenFailed(_logger, _provider.Endpoint, error.Failure.Message);
        LeaseWaiter[] waiters;
        lock (_gate)
        {
            waiters = _state.OpenFailed(mayPass: error.Failure.Kind != FailureKind.Fatal, _clock.Now);
            if (_state.IsOpeningPaused)
            {
                _lastOpenError = error;
                TryLater_NeedsGate();
            }
        }

        foreach (var waiter in waiters)
        {
            waiter.Fail(PoolErrors.OpenFailed(_provider, _options, exception, connection));
        }

        if (connection is null)
        {
            GiveUpPlace(null, wasAbandoned: false);
        }
        else
        {
            await RetireAsync(connection, Grace).ConfigureAwait(false);
        }
    }

    private void TryLater_NeedsGate()
    {
        if (_state.IsClosing)
        {
            return;
        }

        _openAgain ??= TimerOf(static pool => pool.TryAgain());
        _openAgain.Change(_pause, Timeout.InfiniteTimeSpan);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }

    /// <summary>One attempt; while it lasts, the pause continues for the others.</summary>
    private void TryAgain()
    {
        bool open;
        lock (_gate)
        {
            _state.IsOpeningPaused = false;
            open = _state.TryReserve();
            _state.IsOpeningPaused = open;
        }

        OpenIf(open);
    }

    /// <summary>Leases idle connections to waiters, and opens as many as the others need, within the limit; none while opening is paused.</summary>
    private void OpenForWaiters()
    {
        LeaseIdle();
        var count = 0;
        lock (_gate)
        {
            while (_state.TryReserve())
            {
                count++;
            }
        }

        for (; count > 0; count--)
        {
            OpenIf(true);
        }
    }
}
