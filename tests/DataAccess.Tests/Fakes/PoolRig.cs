using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Pool.Sizing;
using Microsoft.Extensions.Time.Testing;

namespace DataAccess.Tests;

/// <summary>A pool over the fake database, with a clock that the test moves.</summary>
internal sealed class PoolRig : IAsyncDisposable
{
    public PoolRig(int max = 1, Action<ConnectionOptions>? configure = null, TimeProvider? time = null, ElasticLimit? limit = null, bool isMaxSet = true)
    {
        Options = isMaxSet ? new ConnectionOptions { MaxConnections = max } : new ConnectionOptions();
        configure?.Invoke(Options);
        Pool = new LeasePool(Provider, ConnectionRole.Writer, Options, limit ?? ElasticLimit.Fixed(max), time ?? Time, Log);
    }

    public ListLogger Log { get; } = new();

    public FakeProvider Provider { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public ConnectionOptions Options { get; }

    public LeasePool Pool { get; }

    public ConnectionStatistics Now => Pool.Statistics;

    /// <summary>Acquires; a caller whom the pool forgets fails the test instead of hanging it.</summary>
    public Task<ConnectionLease> AcquireAsync(CancellationToken cancellationToken = default)
        => Pool.AcquireAsync(default, cancellationToken).AsTask().WaitAsync(Eventually.Patience, CancellationToken.None);

    public static FakeConnection Of(ConnectionLease lease) => (FakeConnection)lease.Physical.Connection;

    /// <summary>Leaves one idle connection behind.</summary>
    public async Task<FakeConnection> WarmAsync()
    {
        await using var lease = await AcquireAsync();
        return Of(lease);
    }

    /// <summary>Closes the pool; moves the clock meanwhile, so that a test that has failed half-way does not hang on a drain.</summary>
    public async ValueTask DisposeAsync()
    {
        var disposing = Pool.DisposeAsync().AsTask();
        await Eventually.TrueAsync(() => disposing.IsCompleted, () => Time.Advance(TimeSpan.FromSeconds(1)));
        await disposing;
    }
}
