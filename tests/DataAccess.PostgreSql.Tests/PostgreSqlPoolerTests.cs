using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>
/// A pooler in transaction mode gives the server's session to others while its client is idle.
/// </summary>
public sealed class PostgreSqlPoolerTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private static readonly ListenOptions Quick = new() { KeepAlive = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task Listening_through_a_pooler_in_transaction_mode_is_refused()
    {
        await using var pooler = await StartAsync("transaction");
        await using var db = Through(pooler);
        await using var heard = db.ListenAsync(["orders"], Quick, Token).GetAsyncEnumerator(Token);
        var error = await Assert.ThrowsAsync<NotSupportedException>(async () => await heard.MoveNextAsync());
        Assert.Contains("goes through a pooler that gives its session to others", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listening_through_a_pooler_in_session_mode_works()
    {
        await using var pooler = await StartAsync("session");
        await using var db = Through(pooler);
        await using var heard = db.ListenAsync(["orders"], Quick, Token).GetAsyncEnumerator(Token);
        Assert.True(await heard.MoveNextAsync() && heard.Current.IsGap);
        await Db.NotifyAsync("orders", "1", Token);
        Assert.True(await heard.MoveNextAsync());
        Assert.Equal("1", heard.Current.Payload);
    }

    [Fact]
    public async Task A_lock_through_a_pooler_in_transaction_mode_is_lost_when_the_session_goes_to_others()
    {
        await using var pooler = await StartAsync("transaction");
        await using var db = Through(pooler, static o => o.LockLossDetection = TimeSpan.FromSeconds(1));
        await using var held = await db.TryLockAsync("job", Token);
        Assert.NotNull(held);

        // Several transactions at once take the pooler's sessions in turn.
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!held.Lost.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => db.QuerySingleAsync<int>($"select 1 from pg_sleep(0.05)", Token).AsTask()));
        }

        Assert.True(held.Lost.IsCancellationRequested);
    }

    private async Task<PgBouncer> StartAsync(string mode)
    {
        var server = PostgreSqlEngine.Shared.Container;
        Assert.SkipWhen(server is null, "The server was given, so no pooler can be started beside it.");
        var pooler = await PgBouncer.StartAsync($"pool_mode = {mode}", server!, ConnectionString, Token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await pooler.WaitAsync(ConnectionString, limit.Token);
        return pooler;
    }

    private Database Through(PgBouncer pooler, Action<DatabaseOptions>? configure = null)
    {
        var options = new DatabaseOptions();
        options.Connections.MaxPreparedStatements = 0;
        configure?.Invoke(options);
        return Engine.Open(pooler.Through(ConnectionString), options);
    }
}
