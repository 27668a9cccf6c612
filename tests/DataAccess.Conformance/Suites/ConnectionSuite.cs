using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Leases: bounded, clean, and gone when they are given back.</summary>
public abstract class ConnectionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A statement that leaves something behind in the session, and a query that gives 1 when it is still there.</summary>
    protected abstract (string Dirty, string Probe) SessionTrace { get; }

    /// <summary>Whether a connection that left something behind is kept, and not closed.</summary>
    protected virtual bool IsReset => true;

    [Fact]
    public async Task A_connection_is_used_again()
    {
        for (var i = 0; i < 10; i++)
        {
            await Db.QuerySingleAsync<int>($"select {i}", Token);
        }

        Assert.Equal(1, Db.Connections.Statistics.Opened);
        Assert.Equal(1, Db.Connections.Statistics.Idle);
    }

    [Fact]
    public async Task Too_long_a_wait_says_what_to_change()
    {
        var time = new FakeTimeProvider();
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1, time);
        await using var held = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token);

        var pending = db.Connections.AcquireAsync(ConnectionRole.Writer, Token).AsTask();
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(pending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var timeout = await Assert.ThrowsAsync<PoolTimeoutException>(async () => await pending);

        Assert.Equal(1, timeout.Statistics.Leased);
        Assert.Contains("AcquireTimeout (00:00:30)", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("MaxConnections (1)", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lease_that_was_given_back_refuses_use()
    {
        var lease = await Db.Connections.AcquireAsync(cancellationToken: Token);
        await lease.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => lease.Connection);
        await lease.DisposeAsync();
        Assert.Equal(0, Db.Connections.Statistics.Leased);
    }

    [Fact]
    public async Task What_a_caller_leaves_in_a_session_is_gone_for_the_next()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.InTransactionAsync(async (tx, ct) => await tx.ExecuteAsync(SqlStatement.Raw(SessionTrace.Dirty), ct), Token);

        var left = await db.InTransactionAsync(async (tx, ct) => await tx.QuerySingleAsync<long>(SqlStatement.Raw(SessionTrace.Probe), ct), Token);

        Assert.Equal(0, left);
        Assert.Equal(IsReset ? 1 : 2, db.Connections.Statistics.Opened);
    }

    [Fact]
    public async Task An_open_transaction_of_the_raw_connection_is_rolled_back()
    {
        await RunAsync($"create table raw_rows (id {TypeOf<int>()} not null)");
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using (var lease = await db.Connections.AcquireAsync(cancellationToken: Token))
        {
            var connection = lease.Connection;
            await using var begin = connection.CreateCommand();
            begin.CommandText = "begin";
            await begin.ExecuteNonQueryAsync(Token);
            begin.CommandText = "insert into raw_rows (id) values (1)";
            await begin.ExecuteNonQueryAsync(Token);
        }

        await db.ExecuteAsync($"insert into raw_rows (id) values ({2})", Token);

        Assert.Equal([2], await db.QueryAsync<int>($"select id from raw_rows", Token));
    }

    [Fact]
    public async Task Cleared_connections_are_not_used_again()
    {
        await Db.QuerySingleAsync<int>($"select 1", Token);
        await Db.Connections.ClearAsync();
        Assert.Equal(0, Db.Connections.Statistics.Idle);

        await Db.QuerySingleAsync<int>($"select 1", Token);

        Assert.Equal(2, Db.Connections.Statistics.Opened);
    }

    [Fact]
    public async Task A_disposed_database_refuses_calls()
    {
        var db = Reopen();
        await db.QuerySingleAsync<int>($"select 1", Token);
        await db.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await db.QuerySingleAsync<int>($"select 1", Token));
    }

    [Fact]
    public async Task The_health_check_says_whether_the_database_answers()
    {
        var result = await new DatabaseHealthCheck(Db).CheckHealthAsync(new(), Token);

        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy, result.Status);
    }
}
