using DataAccess.Threading;

namespace DataAccess.Connections.Statements;

/// <summary>
/// Stands between the callers' tokens and a driver that does the work of a cancel on the thread that cancels: it opens a connection there, which blocks,
/// and may throw, which on a timer's thread ends the process. The driver gets a token of this guard, which is cancelled on a
/// thread of its own, where an error is caught. It is also the timer of a statement whose driver must not use its own.
/// </summary>
/// <param name="limit">How long a statement may take until its first answer; null for no limit.</param>
/// <param name="time">The clock.</param>
/// <param name="takeAway">Closes the connection if the driver does not end after it was told to.</param>
internal sealed class CancelGuard(TimeSpan? limit, TimeProvider time, Action takeAway) : IDisposable
{
    private readonly PoolClock _clock = new(time);
    private readonly Lock _gate = new();
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _registration;

    // Guarded by _gate.
    private ITimer? _timer;
    private TaskCompletionSource? _ended;
    private Task? _cancelling;
    private long _until = long.MaxValue;
    private bool _isTimerSet;
    private bool _isRunning;

    /// <summary>How long the driver may take to end, once it has done its work to cancel.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether the limit ended the last statement. The server may send the start of its result before it reports that: then
    /// the next run on that result gets the error.
    /// </summary>
    public bool HasExpired { get; private set; }

    /// <summary>Begins a run; false if an earlier run has not ended, because it was not awaited.</summary>
    public bool TryBegin(CancellationToken caller, out CancellationToken token)
    {
        lock (_gate)
        {
            if (_isRunning)
            {
                token = caller;
                return false;
            }

            _isRunning = true;
            if (!_source.TryReset())
            {
                _source = new CancellationTokenSource();
            }

            token = _source.Token;
        }

        _registration = caller.UnsafeRegister(static self => ((CancelGuard)self!).Cancel(isLimit: false), this);
        return true;
    }

    /// <summary>Ends a run; returns when no cancel can affect the connection any more.</summary>
    public ValueTask EndAsync()
    {
        _registration.Dispose();
        Task? cancelling;
        lock (_gate)
        {
            _until = long.MaxValue;
            cancelling = _cancelling;
            if (cancelling is null)
            {
                _isRunning = false;
                return ValueTask.CompletedTask;
            }

            _ended!.TrySetResult();
        }

        return AwaitAsync(cancelling);
    }

    /// <summary>Starts the time limit of the next statement.</summary>
    public void StartClock()
    {
        if (limit is not { } span)
        {
            return;
        }

        lock (_gate)
        {
            HasExpired = false;
            _until = _clock.In(span);
            if (!_isTimerSet)
            {
                // The timer keeps running after the statement has ended, and checks when it fires: most calls set no timer.
                _isTimerSet = true;
                _timer ??= Detached.Timer(time, static self => ((CancelGuard)self!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(span, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The answer has arrived. The driver limits each read of its result.</summary>
    public void StopClock()
    {
        if (limit is not null)
        {
            Volatile.Write(ref _until, long.MaxValue);
        }
    }

    /// <summary>Cancels the running statement, and closes the connection if that does not end it; false if nothing is running.</summary>
    public bool TryCancel()
    {
        Cancel(isLimit: false);
        lock (_gate)
        {
            return _cancelling is not null;
        }
    }

    /// <summary>The next user of the connection is not affected by what ran before.</summary>
    public void Forget() => HasExpired = false;

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            _isTimerSet = true;
        }
    }

    private void Ring()
    {
        lock (_gate)
        {
            if (_timer is null)
            {
                return;
            }

            if (!_isRunning || Volatile.Read(ref _until) == long.MaxValue)
            {
                _isTimerSet = false;
                return;
            }

            if (_clock.Until(_until) is var left && left > TimeSpan.Zero)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            _isTimerSet = false;
        }

        Cancel(isLimit: true);
    }

    private void Cancel(bool isLimit)
    {
        lock (_gate)
        {
            if (_isRunning && _cancelling is null && !(isLimit && _until == long.MaxValue))
            {
                HasExpired |= isLimit;
                _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _cancelling = Detached.RunAsync(CancelAsync);
            }
        }
    }

    private async Task CancelAsync()
    {
        try
        {
            // MySqlConnector opens a connection in here and sends KILL QUERY, for 3 s each at most; see its MySqlConnection.Cancel.
            // Many at once, on a server that is silent, would block the whole thread pool for that time.
            await Detached.RunBlockingAsync(_source.Cancel).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A cancel that the driver could not send changes nothing: the read reports the outcome, or the connection is closed.
        }

        try
        {
            await _ended!.Task.WaitAsync(Grace, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            takeAway();
        }
    }

    private async ValueTask AwaitAsync(Task cancelling)
    {
        await cancelling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _cancelling = null;
            _ended = null;
            _isRunning = false;
        }
    }
}
