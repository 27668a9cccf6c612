namespace DataAccess.Writing.Queue;

/// <summary>
/// Admits rows while their bytes fit into a budget, first in first out. A caller who gives up, or is granted room while
/// giving up, leaves the budget as he found it.
/// </summary>
internal sealed class ByteBudget(long budget, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Granted, Action? Admit)> _waiting = [];
    private long _used;
    private Func<Exception>? _closed;

    public long Used => Interlocked.Read(ref _used);

    /// <summary>Whether nothing is admitted any more.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) is not null;

    /// <summary>Takes room at once; false when there is none or others wait already.</summary>
    public bool TryAcquire(long bytes)
    {
        lock (_lock)
        {
            return TryTake_NeedsLock(bytes);
        }
    }

    /// <summary>Waits in turn for room.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="admit">
    /// Called under the gate's lock in the moment that room is granted, so that nobody who comes later overtakes; null for nothing.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask AcquireAsync(long bytes, TimeSpan timeout, Action? admit, CancellationToken cancellationToken)
    {
        LinkedListNode<(long Bytes, TaskCompletionSource Granted, Action? Admit)> place;
        lock (_lock)
        {
            if (TryTake_NeedsLock(bytes))
            {
                admit?.Invoke();
                return;
            }

            place = _waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), admit));
        }

        try
        {
            await place.Value.Granted.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (!TryLeave(place))
            {
                if (admit is not null)
                {
                    // Room was granted in the same moment, and what it is for was admitted.
                    return;
                }

                // Nobody will use it, so it goes back.
                Release(bytes);
            }

            throw;
        }
    }

    public void Release(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            Grant_NeedsLock();
        }
    }

    /// <summary>Fails everybody who waits and everybody who comes.</summary>
    public void Close(Func<Exception> reason)
    {
        lock (_lock)
        {
            _closed ??= reason;
            while (_waiting.First is { } first)
            {
                _waiting.RemoveFirst();
                first.Value.Granted.SetException(_closed());
            }
        }
    }

    private bool TryLeave(LinkedListNode<(long Bytes, TaskCompletionSource Granted, Action? Admit)> place)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return place.Value.Granted.Task.IsFaulted;
            }

            _waiting.Remove(place);
            Grant_NeedsLock();
            return true;
        }
    }

    private bool TryTake_NeedsLock(long bytes)
    {
        if (_closed is not null)
        {
            throw _closed();
        }

        if (_waiting.Count > 0 || _used + bytes > budget)
        {
            return false;
        }

        _used += bytes;
        return true;
    }

    private void Grant_NeedsLock()
    {
        while (_waiting.First is { } first && _used + first.Value.Bytes <= budget)
        {
            _used += first.Value.Bytes;
            _waiting.RemoveFirst();
            first.Value.Admit?.Invoke();
            first.Value.Granted.SetResult();
        }
    }
}
