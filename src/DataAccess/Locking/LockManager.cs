using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Providers;
using DataAccess.Telemetry;
using DataAccess.Threading;
using Microsoft.Extensions.Logging;

namespace DataAccess.Locking;

/// <summary>
/// The named locks of a database that this process has. While it has some, it checks them: a check begins a quarter of the promised time after the last
/// has ended, and fails after a quarter, so that a loss is known within three quarters of it.
/// </summary>
internal sealed class LockManager(DatabaseProvider provider, ConnectionManager connections, TimeSpan lossDetection, TimeProvider time, ILogger logger, CancellationToken closing)
{
    /// <summary>A connection without locks is kept for this long, for a caller that asks again and again.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly TimeSpan _quarter = lossDetection / 4;
    private readonly LockGates _gates = new();
    private readonly Lock _sync = new();
    private readonly HashSet<DatabaseLock> _held = [];
    private readonly LockStore _store = provider.SessionLocks is { } sql
        ? new SessionLockStore(provider, sql, connections, lossDetection / 4, time)
        : new LocalLockStore(provider);

    private bool _isChecking;
    private bool _isClosed;

    /// <summary>Takes a lock.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="wait">How long to wait while others have it; zero to ask once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The lock; null if others had it until the end.</returns>
    public async ValueTask<DatabaseLock?> TakeAsync(string name, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        cancellationToken.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        if (!await _gates.EnterAsync(name, wait, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        Task<DatabaseLock?>? attempt = null;
        DatabaseLock? taken = null;
        try
        {
            for (var pause = ShortestPause; taken is null; pause = Min(2 * pause, LongestPause))
            {
                attempt = AttemptAsync(name);
                taken = await attempt.WaitAsync(cancellationToken).ConfigureAwait(false);
                var left = wait == Timeout.InfiniteTimeSpan ? LongestPause : wait - time.GetElapsedTime(started);
                if (taken is not null || left <= TimeSpan.Zero)
                {
                    break;
                }

                await Task.Delay(Min(pause * (0.5 + Random.Shared.NextDouble()), left), time, cancellationToken).ConfigureAwait(false);
            }

            return taken;
        }
        finally
        {
            if (taken is null)
            {
                // The attempt of a caller that has left may still be under way, and its lock is nobody's.
                Detached.Start(ForgetAsync, (Name: name, Attempt: attempt));
            }
        }
    }

    public async ValueTask ReleaseAsync(DatabaseLock held)
    {
        bool isHeld;
        lock (_sync)
        {
            isHeld = _held.Remove(held);
        }

        try
        {
            if (isHeld)
            {
                await _store.ReleaseAsync(held.Holder, held.Name).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Lose(held.Holder, exception.Message);
        }
        finally
        {
            _gates.Exit(held.Name);
        }
    }

    /// <summary>Ends with the database: what is held is lost, and the server releases it.</summary>
    public async ValueTask CloseAsync()
    {
        DatabaseLock[] held;
        lock (_sync)
        {
            _isClosed = true;
            held = [.. _held];
        }

        foreach (var holder in held.Select(static one => one.Holder).Distinct())
        {
            Lose(holder, "the database was disposed");
        }

        await _store.CloseAsync().ConfigureAwait(false);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private async Task<DatabaseLock?> AttemptAsync(string name)
    {
        PoolErrors.ThrowIfClosed(_isClosed);
        var holder = await _store.TryTakeAsync(name).ConfigureAwait(false);
        var taken = holder is null ? null : new DatabaseLock(name, holder, this);
        lock (_sync)
        {
            if (!_isClosed)
            {
                if (taken is null)
                {
                    return null;
                }

                _held.Add(taken);
                if (!_isChecking)
                {
                    _isChecking = true;
                    Detached.Start(static self => self.CheckAsync(), this);
                }

                return taken;
            }
        }

        // A connection that was opened meanwhile closes too.
        await _store.CloseAsync().ConfigureAwait(false);
        (holder as IDisposable)?.Dispose();
        PoolErrors.ThrowIfClosed(true);
        return null;
    }

    private async Task ForgetAsync((string Name, Task<DatabaseLock?>? Attempt) left)
    {
        DatabaseLock? taken = null;
        try
        {
            taken = left.Attempt is null ? null : await left.Attempt.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The caller has its own exception.
        }

        if (taken is not null)
        {
            await taken.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            _gates.Exit(left.Name);
        }
    }

    private async Task CheckAsync()
    {
        var idleSince = time.GetTimestamp();
        while (true)
        {
            try
            {
                await Task.Delay(_quarter, time, closing).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            List<object> holders;
            lock (_sync)
            {
                holders = [.. _held.Select(static one => one.Holder).Distinct()];
                if (holders.Count == 0 && time.GetElapsedTime(idleSince) > IdleTime)
                {
                    _isChecking = false;
                    break;
                }
            }

            if (holders.Count > 0)
            {
                idleSince = time.GetTimestamp();
                await Task.WhenAll(holders.Select(CheckAsync)).ConfigureAwait(false);
            }
        }

        await _store.CloseIdleAsync().ConfigureAwait(false);
    }

    private async Task CheckAsync(object holder)
    {
        try
        {
            if (!await _store.IsHeldAsync(holder, () => NamesOf(holder)).WaitAsync(_quarter, time).ConfigureAwait(false))
            {
                Lose(holder, "what held it does not have it any more; if there is a pooler in transaction mode, connect to the server itself");
            }
        }
        catch (Exception exception)
        {
            Lose(holder, exception.Message);
        }
    }

    /// <summary>What a holder has now: a lock leaves the list before it is released, and enters it after it was taken.</summary>
    private List<string> NamesOf(object holder)
    {
        lock (_sync)
        {
            return [.. _held.Where(one => ReferenceEquals(one.Holder, holder)).Select(static one => one.Name)];
        }
    }

    /// <summary>All locks of a holder are lost.</summary>
    private void Lose(object holder, string reason)
    {
        List<DatabaseLock> lost;
        lock (_sync)
        {
            lost = [.. _held.Where(one => ReferenceEquals(one.Holder, holder))];
            _held.ExceptWith(lost);
        }

        _store.Drop(holder);
        foreach (var one in lost)
        {
            one.Lose();
            Log.LockLost(logger, one.Name, provider.Endpoint, reason);
        }
    }
}
