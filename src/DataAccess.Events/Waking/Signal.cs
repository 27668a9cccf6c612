namespace DataAccess.Events.Waking;

/// <summary>Wakes one loop. Signals that come while it works are one.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _source = New();

    /// <summary>Completes at the next <see cref="Set"/>, or at once if there was one since the last <see cref="Reset"/>.</summary>
    public Task Task => Volatile.Read(ref _source).Task;

    public void Set() => Volatile.Read(ref _source).TrySetResult();

    public void Reset()
    {
        if (Task.IsCompleted)
        {
            Volatile.Write(ref _source, New());
        }
    }

    /// <summary>Waits for a signal, but not longer than that.</summary>
    public async ValueTask WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var signal = Task;
        if (!signal.IsCompleted && atMost > TimeSpan.Zero)
        {
            try
            {
                await signal.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The time is over.
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        Reset();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
