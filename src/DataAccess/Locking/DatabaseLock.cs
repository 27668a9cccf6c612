using DataAccess.Locking;

namespace DataAccess;

/// <summary>A named lock that is held. Disposing it releases it, and never throws.</summary>
public sealed class DatabaseLock : IAsyncDisposable
{
    private readonly LockManager _manager;
    private readonly CancellationTokenSource _lost = new();
    private int _isDisposed;

    internal DatabaseLock(string name, object holder, LockManager manager)
    {
        Name = name;
        Holder = holder;
        _manager = manager;
        Lost = _lost.Token;
    }

    /// <summary>The lock's name.</summary>
    public string Name { get; }

    /// <summary>
    /// Cancelled when the lock is known to be lost, or when nobody can tell that it is still held: at the latest
    /// <see cref="DatabaseOptions.LockLossDetection"/> after another could take it. Not by disposing the lock.
    /// </summary>
    public CancellationToken Lost { get; }

    /// <summary>What holds it: a session of the server, or a local lock.</summary>
    internal object Holder { get; }

    /// <summary>
    /// Releases the lock. If the server does not answer, the lock's session is closed, so that the server releases it when it notices. A second call
    /// does nothing.
    /// </summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isDisposed, 1) == 0 ? _manager.ReleaseAsync(this) : ValueTask.CompletedTask;

    /// <summary>Says that it is lost. The callbacks of the token run elsewhere.</summary>
    internal void Lose() => _ = _lost.CancelAsync();
}
