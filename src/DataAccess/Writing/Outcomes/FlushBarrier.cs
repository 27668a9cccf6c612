namespace DataAccess.Writing.Outcomes;

/// <summary>
/// The rows admitted between two flushes. It is over when all of them have their outcome and the barrier before it is over.
/// </summary>
internal sealed class FlushBarrier
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for each row without an outcome, one as long as rows are still being admitted, and one for the barrier before.
    private long _open = 1;
    private FlushBarrier? _next;

    /// <param name="previous">The barrier before, to which rows are still being admitted; null for the first.</param>
    public FlushBarrier(FlushBarrier? previous)
    {
        if (previous is not null)
        {
            _open = 2;
            previous._next = this;
        }
    }

    /// <summary>Completes when the barrier is over.</summary>
    public Task Over => _over.Task;

    public void Enter() => Interlocked.Increment(ref _open);

    public void Leave()
    {
        // A loop and not a chain of tasks: any number of flushes may wait behind one row.
        for (var barrier = this; barrier is not null && Interlocked.Decrement(ref barrier._open) == 0; barrier = barrier._next)
        {
            barrier._over.SetResult();
        }
    }
}
