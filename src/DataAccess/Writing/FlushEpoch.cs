namespace DataAccess;

/// <summary>
/// The rows admitted between two flushes. It is over when all of them have their outcome and the epoch before it is over.
/// </summary>
internal sealed class FlushEpoch
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for each row without an outcome, one as long as rows are still being admitted, and one for the epoch before.
    private long _open = 1;
    private FlushEpoch? _next;

    /// <param name="previous">The epoch before, to which rows are still being admitted; null for the first.</param>
    public FlushEpoch(FlushEpoch? previous)
    {
        if (previous is not null)
        {
            _open = 2;
            previous._next = this;
        }
    }

    /// <summary>Completes when the epoch is over.</summary>
    public Task Over => _over.Task;

    public void Enter() => Interlocked.Increment(ref _open);

    public void Leave()
    {
        // A loop and not a chain of tasks: any number of flushes may wait behind one row.
        for (var epoch = this; epoch is not null && Interlocked.Decrement(ref epoch._open) == 0; epoch = epoch._next)
        {
            epoch._over.SetResult();
        }
    }
}
