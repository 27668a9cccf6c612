namespace DataAccess.Connections.Pool;

/// <summary>
/// Who has which connection and who waits: the pool's decisions, without a clock, a lock or an await. The pool calls it
/// with its lock held.
/// </summary>
internal sealed class PoolState(int max, int maxWaiters)
{
    private readonly Stack<PhysicalConnection> _idle = new();
    private readonly HashSet<PhysicalConnection> _leased = [];
    private readonly LinkedList<LeaseWaiter> _waiters = [];
    private int _total;
    private int _opening;
    private int _abandoned;
    private int _joined;
    private int _untold;
    private long _leaseNumber;
    private long _timeouts;
    private long _opened;
    private long _closed;

    public bool IsClosing { get; private set; }

    /// <summary>Whether one more caller may not wait. Callers for whom a connection is being opened do not count.</summary>
    public bool IsQueueFull => _waiters.Count + _joined >= maxWaiters + _opening + (_total < max ? 1 : 0);

    /// <summary>Counts callers who wait together, somewhere else.</summary>
    /// <param name="callers">How many came, or left where negative.</param>
    public void Join(int callers) => _joined += callers;

    /// <summary>Whether no connection is left but those that the driver does not give back.</summary>
    public bool IsEmpty => _total == _abandoned;

    /// <summary>
    /// Whether opening rests for a while, as the last attempt failed and others wait for what is leased or being opened. It
    /// never rests for a pool that has nothing to wait for.
    /// </summary>
    public bool IsOpeningPaused { get; set; }

    public IReadOnlyCollection<PhysicalConnection> Leased => _leased;

    /// <summary>Lends an idle connection, the last used first; never past a waiter.</summary>
    public bool TryLendIdle(LeaseHolder holder, long now, out PhysicalConnection? connection, out ConnectionLease lease)
    {
        if (_waiters.Count == 0 && _idle.TryPop(out connection))
        {
            lease = Lend(connection, holder, now);
            return true;
        }

        connection = null;
        lease = default;
        return false;
    }

    /// <param name="waiter">The caller.</param>
    /// <param name="first">A caller whose connection turned out dead keeps his turn.</param>
    public void Enqueue(LeaseWaiter waiter, bool first)
    {
        if (first)
        {
            _waiters.AddFirst(waiter.Node);
        }
        else
        {
            _waiters.AddLast(waiter.Node);
        }
    }

    /// <summary>Takes a waiter out of the queue; false when somebody else has, who then completes it.</summary>
    public bool TryRemove(LeaseWaiter waiter)
    {
        if (waiter.Node.List is null)
        {
            return false;
        }

        _waiters.Remove(waiter.Node);
        return true;
    }

    public void CountTimeouts(int callers = 1) => _timeouts += callers;

    /// <summary>Whether to open another connection now, as many as there are waiters and within the limit; if so, its place is taken.</summary>
    public bool TryReserve()
    {
        if (IsClosing || _total >= max || _opening >= _waiters.Count || (IsOpeningPaused && IsConnectionComing))
        {
            return false;
        }

        _total++;
        _opening++;
        return true;
    }

    /// <summary>Takes places for connections that are opened ahead of callers, so that this many are idle.</summary>
    /// <returns>How many to open.</returns>
    public int ReserveIdle(int minIdle)
    {
        if (IsClosing || IsOpeningPaused)
        {
            return 0;
        }

        var missing = Math.Clamp(minIdle - _idle.Count - _opening, 0, max - _total);
        _total += missing;
        _opening += missing;
        return missing;
    }

    public void OpenSucceeded()
    {
        _opening--;
        _opened++;
        IsOpeningPaused = false;
        _untold = 0;
    }

    /// <summary>
    /// Ends an attempt to open; its place is kept until <see cref="Closed"/>. Says who is told: nobody while a connection may
    /// come, else those who have waited longest, one for each attempt that failed meanwhile.
    /// </summary>
    /// <param name="mayPass">Whether the reason may pass.</param>
    public LeaseWaiter[] OpenFailed(bool mayPass)
    {
        _opening--;
        if (!mayPass)
        {
            return Dequeue() is { } told ? [told] : [];
        }

        if (IsConnectionComing)
        {
            IsOpeningPaused = true;
            _untold += _leased.Count > 0 ? 0 : 1;
            return [];
        }

        var waiters = new LeaseWaiter[Math.Min(_untold + 1, _waiters.Count)];
        for (var i = 0; i < waiters.Length; i++)
        {
            waiters[i] = Dequeue()!;
        }

        IsOpeningPaused = false;
        _untold = 0;
        return waiters;
    }

    /// <summary>From now on nobody waits for the connection's end; it keeps its place until <see cref="Closed"/>.</summary>
    public void Abandon() => _abandoned++;

    /// <summary>Gives a clean connection to the first waiter, or keeps it as idle.</summary>
    /// <returns>The waiter, with his lease; null when it is idle now.</returns>
    public LeaseWaiter? Offer(PhysicalConnection connection, long now, out ConnectionLease lease)
    {
        _leased.Remove(connection);
        var waiter = Dequeue();
        if (waiter is null)
        {
            _idle.Push(connection);
            lease = default;
        }
        else
        {
            lease = Lend(connection, waiter.Holder, now);
        }

        return waiter;
    }

    /// <summary>Gives up the place of a connection that was closed.</summary>
    /// <param name="connection">The connection; null where none could even be made.</param>
    /// <param name="wasOpened">Whether it was opened before.</param>
    /// <param name="wasAbandoned">Whether <see cref="Abandon"/> was said of it.</param>
    public void Closed(PhysicalConnection? connection, bool wasOpened = true, bool wasAbandoned = false)
    {
        if (connection is not null)
        {
            _leased.Remove(connection);
        }

        _total--;
        _closed += wasOpened ? 1 : 0;
        _abandoned -= wasAbandoned ? 1 : 0;
    }

    public PhysicalConnection[] TakeIdle()
    {
        PhysicalConnection[] idle = [.. _idle];
        _idle.Clear();
        return idle;
    }

    /// <summary>From now on nothing is lent, opened or queued.</summary>
    /// <returns>Those who waited.</returns>
    public LeaseWaiter[] Close()
    {
        IsClosing = true;
        LeaseWaiter[] waiters = [.. _waiters];
        _waiters.Clear();
        return waiters;
    }

    public ConnectionStatistics Snapshot()
        => new(
            max,
            _idle.Count,
            _leased.Count,
            _total - _idle.Count - _leased.Count,
            _waiters.Count + _joined,
            _timeouts,
            _opened,
            _closed);

    /// <summary>Whether those who wait have something to wait for.</summary>
    private bool IsConnectionComing => _leased.Count > 0 || _opening > 0;

    private ConnectionLease Lend(PhysicalConnection connection, LeaseHolder holder, long now)
    {
        connection.Holder = holder;
        connection.LeasedAt = now;
        connection.IsLeakReported = false;
        _leased.Add(connection);
        return connection.BeginLease(++_leaseNumber);
    }

    private LeaseWaiter? Dequeue()
    {
        if (_waiters.First is not { } node)
        {
            return null;
        }

        _waiters.Remove(node);
        return node.Value;
    }
}
