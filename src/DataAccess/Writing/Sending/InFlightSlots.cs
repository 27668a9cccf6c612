namespace DataAccess.Writing.Sending;

/// <summary>Grants as many in-flight slots as the policy allows, first in, first out.</summary>
internal sealed class InFlightSlots(InFlightPolicy policy)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private TaskCompletionSource? _idle;
    private int _running;
    private bool _closed;

    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return policy.Limit;
            }
        }
    }

    public int Running => Volatile.Read(ref _running);

    /// <summary>Waits its turn for a slot.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled the wait.</exception>
    /// <exception cref="ObjectDisposedException">The writer is closed.</exception>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource granted;
        lock (_lock)
        {
            ThrowIfClosed_NeedsLock();
            if (_waiting.Count == 0 && _running < policy.Limit)
            {
                _running++;
                return;
            }

            granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(granted);
        }

        // A slot that is granted at the same time wins over the cancel, so none is lost.
        var registration = cancellationToken.UnsafeRegister(
            static (source, token) => ((TaskCompletionSource)source!).TrySetCanceled(token), granted);
        await using (registration.ConfigureAwait(false))
        {
            await granted.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Releases a slot after a batch.</summary>
    public void Leave(int rows, TimeSpan took, bool wasFull)
    {
        lock (_lock)
        {
            policy.OnSent(rows, took, wasFull);
            Leave_NeedsLock();
        }
    }

    /// <summary>Releases a slot in which nothing was sent, or nothing to learn from.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            Leave_NeedsLock();
        }
    }

    /// <summary>Records that a batch was rolled back because of another transaction.</summary>
    public void OnSetback()
    {
        lock (_lock)
        {
            policy.OnSetback();
        }
    }

    /// <summary>Completes when no batch is in flight and none waits. From then on no slot is granted.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = _running == 0 && _waiting.Count == 0;
            return _closed
                ? Task.CompletedTask
                : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void ThrowIfClosed_NeedsLock()
    {
        if (_closed)
        {
            throw new ObjectDisposedException("BatchingWriter", "The writer was disposed.");
        }
    }

    private void Leave_NeedsLock()
    {
        _running--;
        while (_running < policy.Limit && _waiting.TryDequeue(out var next))
        {
            if (next.TrySetResult())
            {
                _running++;
            }
        }

        if (_running == 0)
        {
            _closed = _idle is not null;
            _idle?.SetResult();
            _idle = null;
        }
    }
}
