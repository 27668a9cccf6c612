using DataAccess.Providers;

namespace DataAccess.Migrations.Dialects;

/// <summary>A lock that ends with its session, and with nothing else, whatever happens to the process.</summary>
internal sealed class SessionLock : IAsyncDisposable
{
    public static SessionLock Instance { get; } = new();

    /// <summary>What is to be said when a session no longer has it.</summary>
    public static MigrationException Lost(DatabaseProvider provider, Exception? inner = null)
        => new(
            MigrationFailure.UnsafeTopology,
            $"This session no longer holds the runner's lock on {provider.Endpoint}, so the run stopped. A pooler in transaction mode, or another session that released the lock, can cause this. Connect directly to the server.",
            inner);

    /// <summary>What is to be said when the lock could not be moved to another session, as many others look at it.</summary>
    public static MigrationException Kept(DatabaseProvider provider)
        => new(
            MigrationFailure.LockBusy,
            $"The runner could not begin a new session with its lock on {provider.Endpoint}: for half a minute another runner was about to look at it. What was applied is recorded. Run the command again.");

    public ValueTask DisposeAsync() => default;
}
