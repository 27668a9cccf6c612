using DataAccess.Connections;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The pool's default size on a server: its maximum is a share of what the server accepts, and it grows while callers wait.</summary>
public abstract class ElasticPoolSuite(ServerEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A query for the number of connections that the server accepts.</summary>
    protected abstract string Accepted { get; }

    /// <summary>A query for one number that takes 20 ms.</summary>
    protected abstract string ShortQuery { get; }

    [Fact]
    public async Task The_default_maximum_is_learned_from_the_server()
    {
        await using var db = Reopen();

        var accepted = await db.QuerySingleAsync<long>(SqlStatement.Raw(Accepted), Token);

        Assert.Equal(Math.Max(Math.Max(4, 2 * Environment.ProcessorCount), Math.Min(100, accepted / 4)), db.Connections.Statistics.Max);
    }

    [Fact]
    public async Task A_maximum_that_was_set_is_used()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 3);

        await db.QuerySingleAsync<long>(SqlStatement.Raw(Accepted), Token);

        Assert.Equal((3, 3), (db.Connections.Statistics.Max, db.Connections.Statistics.Limit));
    }

    [Fact]
    public async Task Callers_that_wait_for_the_server_get_more_connections()
    {
        await using var db = Reopen(static o => (o.Connections.MinConnections, o.Connections.MaxConnections) = (2, 40));
        var end = TimeProvider.System.GetTimestamp() + (10 * TimeProvider.System.TimestampFrequency);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(
            async () =>
            {
                while (db.Connections.Statistics.Limit < 16 && TimeProvider.System.GetTimestamp() < end)
                {
                    await db.QueryAsync<long>(SqlStatement.Raw(ShortQuery), Token);
                }
            },
            Token)));

        Assert.InRange(db.Connections.Statistics.Limit, 16, 40);
    }

    [Fact]
    public async Task Short_reads_do_not_wait_behind_long_reports()
    {
        await using var db = Reopen(static o => (o.Connections.MinConnections, o.Connections.MaxConnections) = (2, 40));
        var held = new List<ConnectionLease> { await db.Connections.AcquireAsync(ConnectionRole.Reader, Token), await db.Connections.AcquireAsync(ConnectionRole.Reader, Token) };

        await db.QueryAsync<long>(SqlStatement.Raw(ShortQuery), Token).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Token);

        foreach (var lease in held)
        {
            await lease.DisposeAsync();
        }
    }
}
