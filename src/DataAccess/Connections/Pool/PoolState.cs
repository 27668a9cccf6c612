using DataAccess.Connections.Pool.Sizing;
using DataAccess.Diagnostics.Measuring;

namespace DataAccess.Connections.Pool;

/// <summary>
/// Which connections are leased and which callers wait: the pool's decisions, without a clock, a lock or an await. The pool calls it
/// with its lock held.
/// </summary>
internal sealed class PoolState(ElasticLimit limit, int maxWaiters, LoadMeter meter)
{
    /// <summary>Stands for the beginning of a lease where a connection is held for a check.</summary>
    private const long NoLease = long.MinValue;

    // The last used is the last; the first has been idle for the longest time.
    private readonly List<PhysicalConnection> _idle = [];
    private readonly HashSet<PhysicalConnection> _leased = [];
    private readonly LinkedList<LeaseWaiter> _waiters = [];
    private int _total;
    private int _opening;
    private int _checking;
    private int _abandoned;
    private int _joined;
    private int _untold;
    private long _leaseNumber;
    private long _timeouts;
    private long _opened;
    private long _closed;

    public bool IsClosing { get; private set; }

    /// <summary>Whether no further caller may wait. Callers for which a connection is being opened do not count.</summary>
    public bool IsQueueFull => _waiters.Count + _joined >= maxWaiters + _opening + (CanOpen ? 1 : 0);

    /// <summary>Counts callers that wait together, outside this queue.</summary>
    /// <param name="callers">The number of callers that arrived, or left if negative.</param>
    public void Join(int callers) => _joined += callers;

    /// <summary>Whether the only connections left are those that the driver does not return.</summary>
    public bool IsEmpty => _total == _abandoned;

    /// <summary>
    /// Whether opening is paused, because the last attempt failed and callers can wait for connections that are leased or being opened. It
    /// is never paused for a pool that has nothing to wait for.
    /// </summary>
    public bool IsOpeningPaused { get; set; }

    public IReadOnlyCollection<PhysicalConnection> Leased => _leased;

    /// <summary>Whether callers wait because of the limit, not because a connection is being opened.</summary>
    public bool IsLimiting => _waiters.Count > _opening && _leased.Count >= limit.Limit && limit.IsElastic;

    public int Waiting => _waiters.Count;

    /// <summary>Leases an idle connection, the last used first; never ahead of a waiter.</summary>
    public bool TryLendIdle(LeaseHolder holder, long now, out PhysicalConnection? connection, out ConnectionLease lease)
    {
        if (_waiters.Count == 0 && _leased.Count < limit.Limit && _idle.Count > 0)
        {
            connection = PopIdle();
            meter.Arrived(now);
            lease = Lend(connection, holder, waited: 0, now);
            return true;
        }

        connection = null;
        lease = default;
        return false;
    }

    /// <param name="waiter">The caller.</param>
    /// <param name="first">Whether it goes to the front: a caller whose connection turned out to be dead keeps its turn.</param>
    public void Enqueue(LeaseWaiter waiter, bool first)
    {
        if (first)
        {
            _waiters.AddFirst(waiter.Node);
        }
        else
        {
            _waiters.AddLast(waiter.Node);
            meter.Arrived(waiter.Since);
        }
    }

    /// <summary>Takes a waiter out of the queue; false if another thread has, which then completes it.</summary>
    public bool TryRemove(LeaseWaiter waiter)
    {
        if (waiter.Node.List is null)
        {
            return false;
        }

        _waiters.Remove(waiter.Node);
        return true;
    }

    public void CountTimeouts(int callers = 1)
    {
        _timeouts += callers;
        meter.Lost(callers);
    }

    /// <summary>Counts a caller that was cancelled while it waited.</summary>
    public void CountCancelled() => meter.Lost(1);

    /// <summary>Counts a caller that the queue has no room for.</summary>
    public void CountRejected(long now)
    {
        meter.Arrived(now);
        meter.Lost(1);
    }

    /// <summary>Whether to open another connection now, up to the number of waiters and within the limit; if so, its place is reserved.</summary>
    public bool TryReserve()
    {
        if (IsClosing || !CanOpen || _opening + _checking + _idle.Count >= _waiters.Count || (IsOpeningPaused && IsConnectionComing))
        {
            return false;
        }

        _total++;
        _opening++;
        return true;
    }

    /// <summary>Reserves places for connections that are opened in advance, so that this many are idle.</summary>
    /// <returns>The number of connections to open.</returns>
    public int ReserveIdle(int minIdle)
    {
        if (IsClosing || IsOpeningPaused)
        {
            return 0;
        }

        var missing = Math.Clamp(minIdle - _idle.Count - _opening, 0, Math.Max(0, limit.Max - _total));
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
    /// Ends a failed attempt to open; its place is kept until <see cref="Closed"/>. Returns the waiters to fail: none while a connection may
    /// become available, otherwise those that have waited longest, one for each attempt that failed meanwhile.
    /// </summary>
    /// <param name="mayPass">Whether the reason is temporary.</param>
    /// <param name="now">The current timestamp.</param>
    public LeaseWaiter[] OpenFailed(bool mayPass, long now)
    {
        _opening--;
        if (!mayPass)
        {
            return Dequeue() is { } told ? [told] : [];
        }

        if (IsConnectionComing)
        {
            IsOpeningPaused = true;
            limit.Refused(_leased.Count + _idle.Count, now);
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

    /// <summary>From now on the connection's end is not awaited; it keeps its place until <see cref="Closed"/>.</summary>
    public void Abandon() => _abandoned++;

    /// <summary>Passes a clean connection to the first waiter, or keeps it idle.</summary>
    /// <returns>The waiter, with its lease; null if the connection is now idle.</returns>
    public LeaseWaiter? Offer(PhysicalConnection connection, long now, out ConnectionLease lease)
    {
        var wasLeased = _leased.Remove(connection);
        if (wasLeased)
        {
            EndCheck(connection);
            Measure(connection, now);
            if (connection.HasConflicted)
            {
                limit.Conflicted(now - connection.LeasedAt, _leased.Count + 1, now);
            }

            IsRaised |= limit.Returned(_leased.Count + 1, _waiters.Count, _opening, !connection.HasFailed, now);
        }

        if (_leased.Count < limit.Limit && Dequeue() is { } waiter)
        {
            lease = Lend(connection, waiter.Holder, Math.Max(1, now - waiter.Since), now);
            return waiter;
        }

        if (wasLeased)
        {
            limit.Left(_leased.Count, now);
        }

        _idle.Add(connection);
        lease = default;
        return null;
    }

    /// <summary>Whether the limit was raised, so that idle connections may be leased and others opened, since this was last set.</summary>
    public bool IsRaised { get; set; }

    /// <summary>Called from time to time while callers wait.</summary>
    public void Wait(long now)
    {
        if (IsLimiting)
        {
            IsRaised |= limit.Wait(_leased.Count, now);
        }
        else
        {
            limit.EndWait();
        }
    }

    /// <summary>Raises the limit for a caller that the queue has no room for; false if it cannot be raised, or if the queue is longer than the limit can be.</summary>
    public bool Widen(long now)
    {
        var isWider = maxWaiters < limit.Max && limit.Widen(_leased.Count, now);
        IsRaised |= isWider;
        return isWider;
    }

    /// <summary>Takes an idle connection, the last used first, if a caller waits and the limit permits another lease.</summary>
    public PhysicalConnection? TakeIdleForWaiter()
        => !IsClosing && _waiters.Count > 0 && _idle.Count > 0 && _leased.Count < limit.Limit ? PopIdle() : null;

    private void EndCheck(PhysicalConnection connection) => _checking -= connection.LeasedAt == NoLease ? 1 : 0;

    /// <summary>Counts a connection as leased while it is checked for a waiter, who needs no other meanwhile.</summary>
    public void Hold(PhysicalConnection connection, long now)
    {
        connection.LeasedAt = NoLease;
        _checking++;
        _leased.Add(connection);
        limit.Leased(_leased.Count, now);
    }

    /// <summary>Takes the connections that have been idle since before a time, the longest idle first, except as many as are kept.</summary>
    public PhysicalConnection[] TakeIdleSince(long before, int minIdle)
    {
        var most = Math.Min(_idle.Count - minIdle, _idle.Count + _leased.Count - limit.Min);
        var count = 0;
        while (count < most && _idle[count].IdleSince < before)
        {
            count++;
        }

        if (count == 0)
        {
            return [];
        }

        PhysicalConnection[] taken = [.. _idle[..count]];
        _idle.RemoveRange(0, count);
        return taken;
    }

    /// <summary>Releases the place of a connection that was closed.</summary>
    /// <param name="connection">The connection; null if it could not even be created.</param>
    /// <param name="wasOpened">Whether it had been opened.</param>
    /// <param name="wasAbandoned">Whether <see cref="Abandon"/> was called for it.</param>
    /// <param name="now">The current timestamp.</param>
    public void Closed(PhysicalConnection? connection, bool wasOpened, bool wasAbandoned, long now)
    {
        if (connection is not null && _leased.Remove(connection))
        {
            EndCheck(connection);
            Measure(connection, now);
            limit.Left(_leased.Count, now);
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

    /// <summary>From now on nothing is leased, opened or queued.</summary>
    /// <returns>The callers that were waiting.</returns>
    public LeaseWaiter[] Close()
    {
        IsClosing = true;
        LeaseWaiter[] waiters = [.. _waiters];
        _waiters.Clear();
        return waiters;
    }

    public ConnectionStatistics Snapshot()
        => new(
            limit.Max,
            limit.Limit,
            _idle.Count,
            _leased.Count,
            _total - _idle.Count - _leased.Count,
            _waiters.Count + _joined,
            _timeouts,
            _opened,
            _closed);

    /// <summary>Whether the waiting callers have something to wait for.</summary>
    private bool IsConnectionComing => _leased.Count > 0 || _opening > 0;

    /// <summary>Whether one more connection may be opened for a waiter.</summary>
    private bool CanOpen => _total < limit.Max && _leased.Count + _opening < limit.Limit;

    private PhysicalConnection PopIdle()
    {
        var connection = _idle[^1];
        _idle.RemoveAt(_idle.Count - 1);
        return connection;
    }

    private ConnectionLease Lend(PhysicalConnection connection, LeaseHolder holder, long waited, long now)
    {
        meter.Lent(waited, limit.Limit);
        connection.IdleTime = TimeSpan.Zero;
        connection.Holder = holder;
        connection.LeasedAt = now;
        connection.IsLeakReported = false;
        connection.HasFailed = connection.HasConflicted = false;
        _leased.Add(connection);
        connection.InUse = _leased.Count;
        limit.Leased(_leased.Count, now);
        return connection.BeginLease(++_leaseNumber);
    }

    /// <summary>Measures a lease whose connection was just returned.</summary>
    private void Measure(PhysicalConnection connection, long now)
    {
        if (connection.LeasedAt != NoLease)
        {
            meter.Returned(now - connection.LeasedAt, connection.IdleTime, connection.LastText, (connection.InUse + _leased.Count + 1) / 2.0, connection.HasFailed, now);
        }
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
