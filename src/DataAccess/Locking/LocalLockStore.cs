using DataAccess.Providers;

namespace DataAccess.Locking;

/// <summary>Locks that no server keeps: each is its own holder.</summary>
internal sealed class LocalLockStore(DatabaseProvider provider) : LockStore
{
    public override Task<object?> TryTakeAsync(string name) => Task.Run(object? () => provider.TryLockLocally(name));

    public override Task ReleaseAsync(object holder, string name) => Task.Run(((LocalLock)holder).Dispose);

    public override Task<bool> IsHeldAsync(object holder, Func<IReadOnlyList<string>> names) => Task.Run(((LocalLock)holder).IsHeld);

    public override void Drop(object holder) => ((LocalLock)holder).Dispose();

    public override Task CloseIdleAsync() => Task.CompletedTask;

    public override Task CloseAsync() => Task.CompletedTask;
}
