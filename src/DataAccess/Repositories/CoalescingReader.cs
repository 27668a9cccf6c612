using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Mapping;
using DataAccess.Sessions;
using DataAccess.Threading;

namespace DataAccess.Repositories;

/// <summary>
/// Merges reads by key that arrive while earlier ones are under way into one round trip. A lone caller waits for nobody:
/// there is no timer, the round trip in flight is the window. No caller is answered from a round trip that was under way before
/// its call, so that each sees what was committed before it called. A caller that waits here counts as one that waits for a
/// connection: against the pool's limit, and for no longer than it would wait there.
/// </summary>
internal sealed class CoalescingReader<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, TKey>(
    SessionContext context, DatabaseSession database, CoalescingOptions options, SharedRead<TEntity, TKey> read)
    where TEntity : notnull
    where TKey : notnull
{
    private readonly LeasePool _pool = context.Connections.PoolFor(ConnectionRole.Reader);
    private readonly Lock _lock = new();

    // All guarded by _lock.
    private readonly PendingGets<TEntity, TKey> _pending = new();
    private int _inFlight;
    private ITimer? _timer;
    private bool _isTimerSet;
    private CancellationTokenSource? _nobodyWaits;

    public ValueTask<TEntity?> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TEntity?>(cancellationToken);
        }

        PendingGet<TEntity, TKey>? waiter = null;
        bool isFull;
        lock (_lock)
        {
            if (_inFlight < options.MaxInFlight && _pending.Count == 0)
            {
                _inFlight++;
                isFull = false;
            }
            else if (_pool.TryJoin())
            {
                waiter = new PendingGet<TEntity, TKey>(this, key, _pool.NextDeadline);
                _pending.Add(waiter);
                SetTimer_NeedsLock();
                isFull = false;
            }
            else
            {
                isFull = true;
            }
        }

        if (waiter is null)
        {
            // Where no more may wait, the pool decides: it may have a connection that is idle.
            return isFull ? read.AloneAsync(database, key, cancellationToken) : ReadAloneAsync(key, cancellationToken);
        }

        waiter.Arm(cancellationToken);
        return new ValueTask<TEntity?>(waiter.Task);
    }

    /// <summary>Called when a caller cancels its wait.</summary>
    internal void Leave(PendingGet<TEntity, TKey> waiter)
    {
        CancellationTokenSource? stop = null;
        lock (_lock)
        {
            if (_pending.Remove(waiter))
            {
                _pool.Leave(1);
                stop = StopIfNobodyWaits_NeedsLock();
            }
        }

        stop?.Cancel();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TEntity?> ReadAloneAsync(TKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await read.AloneAsync(database, key, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (HasMore())
            {
                // Not in the context of the caller that happened to read before: its span may have ended.
                Detached.Start(static reader => reader.ReadTogetherAsync(), this);
            }
        }
    }

    /// <summary>A round trip has ended: the next is for all who came meanwhile, or none is needed.</summary>
    private bool HasMore()
    {
        lock (_lock)
        {
            if (_pending.Count > 0)
            {
                return true;
            }

            _inFlight--;
            return false;
        }
    }

    private async Task ReadTogetherAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        do
        {
            try
            {
                await ReadOnceAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                FailPending(exception);
            }
        }
        while (HasMore());
    }

    /// <summary>Who is asked for is settled only when there is a connection: until then callers join and leave.</summary>
    private async ValueTask ReadOnceAsync()
    {
        ConnectionLease lease;
        try
        {
            lease = await _pool.AcquireAsync(new LeaseHolder(read.Name, ForMany: true), NobodyWaits()).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        var session = new SharedReadSession(context, lease);
        try
        {
            // Another round trip may have taken all of them meanwhile, or they have left.
            if (Take() is { Length: > 0 } waiters)
            {
                await read.AnswerAsync(session, waiters).ConfigureAwait(false);
            }
        }
        finally
        {
            await session.CloseAsync().ConfigureAwait(false);
        }
    }

    private PendingGet<TEntity, TKey>[] Take()
    {
        lock (_lock)
        {
            var taken = _pending.Take(options.MaxKeys);
            _pool.Leave(taken.Length);
            return taken;
        }
    }

    private void FailPending(Exception exception)
    {
        PendingGet<TEntity, TKey>[] waiters;
        lock (_lock)
        {
            waiters = _pending.Take(int.MaxValue);
            _pool.Leave(waiters.Length);
        }

        foreach (var waiter in waiters)
        {
            waiter.Fail(exception);
        }
    }

    /// <summary>A token that is cancelled when all who wait have left, so that nobody stands in the pool's queue for them.</summary>
    private CancellationToken NobodyWaits()
    {
        lock (_lock)
        {
            return (_nobodyWaits ??= new CancellationTokenSource()).Token;
        }
    }

    private CancellationTokenSource? StopIfNobodyWaits_NeedsLock()
    {
        if (_pending.Count > 0)
        {
            return null;
        }

        var stop = _nobodyWaits;
        _nobodyWaits = null;
        return stop;
    }

    private void SetTimer_NeedsLock()
    {
        if (!_isTimerSet && _pending.First is { } first)
        {
            _timer ??= _pool.CreateTimer(static self => ((CoalescingReader<TEntity, TKey>)self!).OnTimer(), this);
            _timer.Change(_pool.Until(first.Deadline), Timeout.InfiniteTimeSpan);
            _isTimerSet = true;
        }
    }

    private void OnTimer()
    {
        List<PendingGet<TEntity, TKey>> late;
        CancellationTokenSource? stop;
        lock (_lock)
        {
            late = _pending.TakeLate(_pool.Now);
            stop = late.Count > 0 ? StopIfNobodyWaits_NeedsLock() : null;
            _isTimerSet = false;
            SetTimer_NeedsLock();
        }

        if (late.Count > 0)
        {
            var error = _pool.LeaveLate(late.Count, read.Name, Invariant($"Coalescing.{nameof(CoalescingOptions.MaxInFlight)} ({options.MaxInFlight})"));
            foreach (var waiter in late)
            {
                waiter.Fail(error());
            }
        }

        stop?.Cancel();
    }
}
