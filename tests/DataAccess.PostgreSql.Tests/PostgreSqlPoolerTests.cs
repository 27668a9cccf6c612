using DataAccess.Conformance;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>
/// A pooler in transaction mode gives the server's session to others while its client is idle. The tests need one before the test server, whose port is in
/// <c>DATAACCESS_TEST_PGBOUNCER</c>; one in session mode is in <c>DATAACCESS_TEST_PGBOUNCER_SESSION</c>.
/// </summary>
public sealed class PostgreSqlPoolerTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private static readonly ListenOptions Quick = new() { KeepAlive = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task Listening_through_a_pooler_in_transaction_mode_is_refused()
    {
        await using var db = Through("DATAACCESS_TEST_PGBOUNCER");
        await using var heard = db.ListenAsync(["orders"], Quick, Token).GetAsyncEnumerator(Token);
        var error = await Assert.ThrowsAsync<NotSupportedException>(async () => await heard.MoveNextAsync());
        Assert.Contains("goes through a pooler that gives its session to others", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listening_through_a_pooler_in_session_mode_works()
    {
        await using var db = Through("DATAACCESS_TEST_PGBOUNCER_SESSION");
        await using var heard = db.ListenAsync(["orders"], Quick, Token).GetAsyncEnumerator(Token);
        Assert.True(await heard.MoveNextAsync() && heard.Current.IsGap);
        await Db.NotifyAsync("orders", "1", Token);
        Assert.True(await heard.MoveNextAsync());
        Assert.Equal("1", heard.Current.Payload);
    }

    [Fact]
    public async Task A_lock_through_a_pooler_in_transaction_mode_is_lost_when_the_session_goes_to_others()
    {
        await using var db = Through("DATAACCESS_TEST_PGBOUNCER", static o => o.LockLossDetection = TimeSpan.FromSeconds(1));
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

    private Database Through(string variable, Action<DatabaseOptions>? configure = null)
    {
        var port = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(port is null, $"{variable} is not set.");
        var options = new DatabaseOptions();
        options.Connections.MaxPreparedStatements = 0;
        configure?.Invoke(options);
        return Engine.Open(new NpgsqlConnectionStringBuilder(ConnectionString) { Port = int.Parse(port!, null) }.ConnectionString, options);
    }
}
