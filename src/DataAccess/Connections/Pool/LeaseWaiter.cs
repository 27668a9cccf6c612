using System.Threading.Tasks.Sources;
using DataAccess.Threading;

namespace DataAccess.Connections.Pool;

/// <summary>
/// A caller in the pool's queue. The thread that takes it out of the queue, under the pool's lock, is the one that completes it:
/// with a lease, a timeout, a cancel or an error. It is therefore completed exactly once.
/// </summary>
internal sealed class LeaseWaiter : IValueTaskSource<ConnectionLease>, IDisposable
{
    private readonly LeasePool _pool;
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<ConnectionLease> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;

    public LeaseWaiter(LeasePool pool, TimeProvider time)
    {
        _pool = pool;
        _timer = Detached.Timer(
            time, static waiter => ((LeaseWaiter)waiter!)._pool.OnTimer((LeaseWaiter)waiter!), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its node in the pool's queue, or null when it is not waiting. Guarded by the pool's lock.</summary>
    public LinkedListNode<LeaseWaiter> Node => field ??= new LinkedListNode<LeaseWaiter>(this);

    /// <summary>When it times out, as a timestamp of the pool's clock. Guarded by the pool's lock.</summary>
    public long Deadline { get; set; }

    /// <summary>When it began to wait, as a timestamp of the pool's clock. Guarded by the pool's lock.</summary>
    public long Since { get; set; }

    /// <summary>The caller.</summary>
    public LeaseHolder Holder { get; set; }

    /// <summary>The caller's token, which is reported on cancellation.</summary>
    public CancellationToken Cancellation { get; set; }

    public ValueTask<ConnectionLease> Task => new(this, _source.Version);

    /// <summary>Starts the timer and registers with the token. Called without the pool's lock, because a cancelled token calls back immediately.</summary>
    public void Arm(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        _registration = cancellationToken.UnsafeRegister(static waiter => ((LeaseWaiter)waiter!)._pool.OnCancelled((LeaseWaiter)waiter!), this);
    }

    /// <summary>Sets the timer again.</summary>
    public void Rearm(TimeSpan timeout) => _timer.Change(timeout, Timeout.InfiniteTimeSpan);

    public void Complete(ConnectionLease lease) => _source.SetResult(lease);

    public void Fail(Exception exception) => _source.SetException(exception);

    public void Dispose() => _timer.Dispose();

    ConnectionLease IValueTaskSource<ConnectionLease>.GetResult(short token)
    {
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            // Disposing the registration waits for a running callback, so nothing of this wait affects the next one.
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _registration.Dispose();
            _registration = default;
            Cancellation = default;
            _source.Reset();
            _pool.Reuse(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<ConnectionLease>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ConnectionLease>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _source.OnCompleted(continuation, state, token, flags);
}
