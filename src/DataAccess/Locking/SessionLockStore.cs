using DataAccess.Connections;
using DataAccess.Providers;
using DataAccess.Threading;

namespace DataAccess.Locking;

/// <summary>
/// Locks that a server keeps for a session. All locks of the process are held by one session, outside the pool; if one of its statements does not end in
/// time, the session is closed and all its locks are lost.
/// </summary>
internal sealed class SessionLockStore(DatabaseProvider provider, SessionLockSql sql, ConnectionManager connections, TimeSpan patience, TimeProvider time) : LockStore
{
    private readonly Lock _gate = new();
    private LockSession? _session;

    /// <summary>At most one of the callers that want a lock stands before a check in the session's queue.</summary>
    private SemaphoreSlim Attempt { get; } = new(1);

    public override async Task<object?> TryTakeAsync(string name)
    {
        await Attempt.WaitAsync().ConfigureAwait(false);
        try
        {
            var used = _session;
            try
            {
                return await TryTakeOnceAsync(name).ConfigureAwait(false);
            }
            catch (Exception exception) when (used is { IsDropped: true } && provider.Classify(exception).Kind == FailureKind.ConnectionLost)
            {
                // The session had ended before. What it may have taken at last ends with it.
                return await TryTakeOnceAsync(name).ConfigureAwait(false);
            }
        }
        finally
        {
            Attempt.Release();
        }
    }

    public override async Task ReleaseAsync(object holder, string name)
    {
        var session = (LockSession)holder;
        await RunAsync(session, () => sql.Release(name), mayBeRejected: false).ConfigureAwait(false);
        lock (_gate)
        {
            session.Locks--;
        }
    }

    public override async Task<bool> IsHeldAsync(object holder, Func<IReadOnlyList<string>> names)
    {
        var session = (LockSession)holder;
        var expected = 0;
        return !session.IsDropped && await RunAsync(session, Count, mayBeRejected: false).ConfigureAwait(false) == expected;

        SqlStatement Count()
        {
            var asked = names();
            expected = asked.Count;
            return sql.CountHeld(asked);
        }
    }

    public override void Drop(object holder)
    {
        var session = (LockSession)holder;
        lock (_gate)
        {
            if (session.IsDropped)
            {
                return;
            }

            session.IsDropped = true;
            if (ReferenceEquals(_session, session))
            {
                _session = null;
            }
        }

        Detached.Start(static dropped => dropped.Connection.DisposeAsync().AsTask(), session);
    }

    public override async Task CloseIdleAsync()
    {
        await Attempt.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_session is { Locks: 0 })
            {
                await CloseAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            Attempt.Release();
        }
    }

    public override async Task CloseAsync()
    {
        LockSession? session;
        lock (_gate)
        {
            (session, _session) = (_session, null);
            if (session is null)
            {
                return;
            }

            session.IsDropped = true;
        }

        await session.Connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<object?> TryTakeOnceAsync(string name)
    {
        var session = _session ?? await OpenAsync().ConfigureAwait(false);
        if (await RunAsync(session, () => sql.TryTake(name), mayBeRejected: true).ConfigureAwait(false) != 1)
        {
            return null;
        }

        lock (_gate)
        {
            session.Locks++;
            return session;
        }
    }

    private async Task<LockSession> OpenAsync()
    {
        var session = new LockSession(await connections.OpenDedicatedAsync().ConfigureAwait(false));
        lock (_gate)
        {
            return _session = session;
        }
    }

    /// <summary>Runs a statement within the time, and gives the session up unless it is known what the statement did.</summary>
    private async Task<long> RunAsync(LockSession session, Func<SqlStatement> statement, bool mayBeRejected)
    {
        var running = session.RunAsync(statement);
        try
        {
            return await running.WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!mayBeRejected || !running.IsCompleted || !provider.Classify(exception).ServerAnswered)
            {
                Drop(session);
            }

            _ = running.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
