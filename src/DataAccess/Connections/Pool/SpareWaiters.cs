namespace DataAccess.Connections.Pool;

/// <summary>A pool of waiters, so that waiting does not allocate. Guarded by the pool's lock.</summary>
internal sealed class SpareWaiters(LeasePool pool, TimeProvider time) : IDisposable
{
    private const int Max = 256;

    private readonly Stack<LeaseWaiter> _spare = new();

    public LeaseWaiter Take() => _spare.TryPop(out var waiter) ? waiter : new LeaseWaiter(pool, time);

    /// <summary>Keeps a waiter; false if there are enough, and the caller disposes it.</summary>
    public bool TryKeep(LeaseWaiter waiter)
    {
        if (_spare.Count >= Max)
        {
            return false;
        }

        _spare.Push(waiter);
        return true;
    }

    public void Dispose()
    {
        while (_spare.TryPop(out var waiter))
        {
            waiter.Dispose();
        }
    }
}
