namespace DataAccess.Writing.Outcomes;

/// <summary>
/// The rows admitted between two flushes. It completes when all of them have their outcome and the previous barrier has completed.
/// </summary>
internal sealed class FlushBarrier
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for each row without an outcome, one while rows are still being admitted, and one for the previous barrier.
    private long _open = 1;
    private FlushBarrier? _next;

    /// <param name="previous">The previous barrier, to which rows are still being admitted; null for the first.</param>
    public FlushBarrier(FlushBarrier? previous)
    {
        if (previous is not null)
        {
            _open = 2;
            previous._next = this;
        }
    }

    /// <summary>Completes when the barrier does.</summary>
    public Task Over => _over.Task;

    public void Enter() => Interlocked.Increment(ref _open);

    public void Leave()
    {
        // A loop and not a chain of tasks, because any number of flushes may wait behind one row.
        for (var barrier = this; barrier is not null && Interlocked.Decrement(ref barrier._open) == 0; barrier = barrier._next)
        {
            barrier._over.SetResult();
        }
    }
}
