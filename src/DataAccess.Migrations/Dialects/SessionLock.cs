namespace DataAccess.Migrations.Dialects;

/// <summary>A lock that ends with its session, and with nothing else, whatever happens to the process.</summary>
internal sealed class SessionLock : IAsyncDisposable
{
    public static SessionLock Instance { get; } = new();

    public ValueTask DisposeAsync() => default;
}
