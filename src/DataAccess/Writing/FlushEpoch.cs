namespace DataAccess;

/// <summary>
/// The rows admitted between two flushes. It is over when all of them have their outcome and the epoch before it is over.
/// </summary>
internal sealed class FlushEpoch(FlushEpoch? previous)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for each row without an outcome, and one as long as rows are still being admitted to it.
    private long _open = 1;
    private FlushEpoch? _previous = previous;

    public void Enter() => Interlocked.Increment(ref _open);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _over.SetResult();
        }
    }

    public async Task WaitAsync()
    {
        await _over.Task.ConfigureAwait(false);
        if (Volatile.Read(ref _previous) is { } previous)
        {
            await previous.WaitAsync().ConfigureAwait(false);
            Volatile.Write(ref _previous, null);
        }
    }
}
