using System.Diagnostics;
using System.Threading.Tasks.Sources;
using DataAccess.Telemetry;

namespace DataAccess.Writing.Outcomes;

/// <summary>
/// One admitted row, and the completion source of the caller that waits for its outcome. The writer and a cancelling caller race for it;
/// <c>_state</c> is changed by compare-and-swap, so that exactly one of them completes it.
/// </summary>
internal sealed class RowOperation<T>(IRowOwner<T> owner) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellation;
    private int _state;

    public T Row { get; private set; } = default!;

    public long Bytes { get; private set; }

    /// <summary>When it was admitted, as a timestamp of the writer's clock.</summary>
    public long AdmittedAt { get; private set; }

    /// <summary>The span in which it was written, if there is a listener for spans.</summary>
    public ActivityContext Caller { get; private set; }

    public FlushBarrier Barrier { get; private set; } = null!;

    /// <summary>The stream that the row belongs to, or null.</summary>
    public StreamProgress<T>? Progress { get; private set; }

    /// <summary>The position of the row in its stream.</summary>
    public long Index { get; private set; }

    /// <summary>Whether a caller waits for the outcome, so that the operation may be reused only after the caller has seen it.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>Where its caller looks for what the database says of the row; null if it did not ask for it.</summary>
    public RowAnswer? Answer { get; private set; }

    /// <summary>What is done with the row.</summary>
    public RowChange Change { get; private set; }

    /// <summary>The number of the row in the spool; 0 if it does not come from there.</summary>
    public long Spooled { get; private set; }

    public ValueTask Task => new(this, _source.Version);

    public void Begin(T row, long bytes, long admittedAt, FlushBarrier barrier, in Admission<T> admission)
    {
        Row = row;
        Bytes = bytes;
        AdmittedAt = admittedAt;
        Caller = Spans.Caller;
        Barrier = barrier;
        IsAwaited = admission.IsAwaited;
        Progress = admission.Progress;
        Index = admission.Index;
        Answer = admission.Answer;
        Change = admission.Change;
        Spooled = admission.Spooled;
        Volatile.Write(ref _state, RowState.Queued);
    }

    /// <summary>Registers with the caller's token. A token that is already cancelled calls back immediately.</summary>
    public void Arm(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static operation => ((RowOperation<T>)operation!).OnCancelled(), this);
    }

    /// <summary>Puts it into a batch; false if it was cancelled before.</summary>
    public bool TryBatch() => Interlocked.CompareExchange(ref _state, RowState.Batched, RowState.Queued) == RowState.Queued;

    /// <summary>Completes it, and the caller's wait if there still is one. Called once, by the writer. Returns whether a caller was told.</summary>
    public bool End(Exception? failure)
    {
        if (Interlocked.Exchange(ref _state, RowState.Ended) == RowState.Abandoned || !IsAwaited)
        {
            return false;
        }

        if (failure is null)
        {
            _source.SetResult(true);
        }
        else
        {
            _source.SetException(failure);
        }

        return true;
    }

    void IValueTaskSource.GetResult(short token)
    {
        var reusable = Volatile.Read(ref _state) == RowState.Ended && _source.GetStatus(token) == ValueTaskSourceStatus.Succeeded;
        try
        {
            _source.GetResult(token);
        }
        finally
        {
            _registration.Dispose();
            if (reusable)
            {
                Recycle();
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Releases the row's share of the queue.</summary>
    public void Release() => owner.Release(Bytes);

    /// <summary>Clears the row and returns the operation to the pool, if it is no longer in use.</summary>
    public void Recycle()
    {
        Clear();
        owner.Reuse(this);
    }

    /// <summary>Clears the row, so that a pooled operation keeps nothing alive.</summary>
    private void Clear()
    {
        Row = default!;
        Caller = default;
        Progress = null;
        Answer = null;
        _registration = default;
        _cancellation = default;
        _source.Reset();
    }

    private void OnCancelled()
    {
        if (Interlocked.CompareExchange(ref _state, RowState.Ended, RowState.Queued) == RowState.Queued)
        {
            owner.OnCancelledWhileQueued(this);

            // It stays in the channel until it is skipped there; what it references is released now.
            Row = default!;
            _source.SetException(new OperationCanceledException(_cancellation));
        }
        else if (Interlocked.CompareExchange(ref _state, RowState.Abandoned, RowState.Batched) == RowState.Batched)
        {
            _source.SetException(new OperationCanceledException(
                "The call was cancelled after its row was put into a batch; the row will still be sent.", null, _cancellation));
        }
    }
}
