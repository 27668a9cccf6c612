using System.Diagnostics;
using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlListenTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private static readonly ListenOptions Quick = new() { KeepAlive = TimeSpan.FromSeconds(0.5), LongestPause = TimeSpan.FromSeconds(0.2) };

    [Fact]
    public async Task Notifications_arrive_in_the_order_of_the_commits_and_not_those_that_were_rolled_back()
    {
        await using var heard = await ListenAsync(Db.ListenAsync(["Orders", "other ä\"", "Orders"], null, Token));

        await Db.NotifyAsync("Orders", "1", Token);
        await Db.NotifyAsync("orders", "not listened to", Token);
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.NotifyAsync("Orders", "2", ct);
                await Assert.ThrowsAsync<InvalidOperationException>(
                    async () => await tx.InTransactionAsync(
                        async (nested, c) =>
                        {
                            await nested.NotifyAsync("Orders", "undone", c);
                            throw new InvalidOperationException();
                        },
                        ct));
                await Db.NotifyAsync("other ä\"", cancellationToken: ct);
            },
            Token);

        var expected = new[] { ("Orders", "1"), ("other ä\"", ""), ("Orders", "2") };
        foreach (var item in expected)
        {
            var next = await NextAsync(heard);
            Assert.Equal((item.Item1, item.Item2, false), (next.Channel, next.Payload, next.IsGap));
            Assert.NotEqual(0, next.ServerProcessId);
        }
    }

    [Fact]
    public async Task Notify_leaves_its_session_clean_and_names_what_is_too_long()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.NotifyAsync("orders", new string('ä', 3_999) + "x", Token);
        await db.NotifyAsync("orders", cancellationToken: Token);
        Assert.Equal(1, db.Connections.Statistics.Opened);

        var payload = await Assert.ThrowsAsync<ArgumentException>(async () => await db.NotifyAsync("orders", new string('ä', 4_000), Token));
        Assert.Contains("The payload for the channel 'orders' has 8000 bytes; PostgreSQL sends at most 7999. Write it to a table, and send its key.", payload.Message, StringComparison.Ordinal);
        var channel = await Assert.ThrowsAsync<ArgumentException>(async () => await db.NotifyAsync(new string('c', 64), "", Token));
        Assert.Contains("has 64 bytes; the name of a channel has 1 to 63.", channel.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => db.ListenAsync(new string('c', 64), Token));
        Assert.Throws<ArgumentException>(() => db.ListenAsync([], null, Token));
        Assert.Throws<InvalidOptionsException>(() => db.ListenAsync(["c"], new ListenOptions { KeepAlive = TimeSpan.Zero }, Token));
    }

    [Fact]
    public async Task A_lost_connection_is_opened_again_and_a_gap_is_told()
    {
        await using var heard = await ListenAsync(Db.ListenAsync(["orders"], Quick, Token));
        await Db.NotifyAsync("orders", "before", Token);
        Assert.Equal("before", (await NextAsync(heard)).Payload);

        await KillListenersAsync();

        Assert.True((await NextAsync(heard)).IsGap);
        await Db.NotifyAsync("orders", "after", Token);
        Assert.Equal("after", (await NextAsync(heard)).Payload);
    }

    [Fact]
    public async Task What_arrived_before_the_connection_was_lost_is_given_first()
    {
        await using var heard = await ListenAsync(Db.ListenAsync(["orders"], Quick, Token));
        for (var i = 0; i < 100; i++)
        {
            await Db.NotifyAsync("orders", $"{i}", Token);
        }

        await KillListenersAsync();

        var items = new List<string>();
        for (var next = await NextAsync(heard); !next.IsGap; next = await NextAsync(heard))
        {
            items.Add(next.Payload);
        }

        Assert.Equal(Enumerable.Range(0, items.Count).Select(static i => $"{i}").ToList(), items);
    }

    [Fact]
    public async Task A_silent_server_is_noticed_and_listening_goes_on_when_it_speaks()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        var proxy = new SilentProxy(builder.Host!, builder.Port, int.MaxValue);
        builder.Port = proxy.Port;
        var options = new DatabaseOptions();
        options.Connections.ConnectTimeout = TimeSpan.FromSeconds(1);
        await using var db = Engine.Open(builder.ConnectionString, options);
        await using var heard = await ListenAsync(db.ListenAsync(["orders"], Quick, Token));
        var next = NextAsync(heard);
        await Task.Delay(TimeSpan.FromSeconds(1.2), Token);
        Assert.False(next.IsCompleted);

        proxy.FallSilent(onlyAnswers: true);

        var clock = Stopwatch.StartNew();
        Assert.True((await next).IsGap);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task An_early_end_a_cancel_and_the_databases_end_close_the_connection()
    {
        await foreach (var item in Db.ListenAsync("orders", Token))
        {
            Assert.True(item.IsGap);
            break;
        }

        await UntilNobodyListensAsync();
        using var cancel = new CancellationTokenSource();
        await using (var heard = await ListenAsync(Db.ListenAsync("orders", cancel.Token)))
        {
            var next = NextAsync(heard);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        }

        await UntilNobodyListensAsync();
        var db = Reopen();
        await using (var heard = await ListenAsync(db.ListenAsync("orders", Token)))
        {
            var next = NextAsync(heard);
            await db.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => next);
        }

        await UntilNobodyListensAsync();
    }

    [Fact]
    public async Task A_slow_caller_misses_nothing()
    {
        const int count = 20_000;
        await using var heard = await ListenAsync(Db.ListenAsync(["orders"], Quick, Token));
        var filler = new string('x', 1_000);
        await Db.ExecuteAsync($"select pg_notify('orders', n || {filler}) from generate_series(1, {count}) n", Token);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        for (var i = 1; i <= count; i++)
        {
            Assert.Equal(i + filler, (await NextAsync(heard)).Payload);
        }
    }

    [Fact]
    public async Task The_first_connection_that_cannot_be_opened_is_told()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString) { Port = 1 };
        await using var db = Engine.Open(builder.ConnectionString);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await ListenAsync(db.ListenAsync("orders", Token)));
    }

    private static async Task<IAsyncEnumerator<Notification>> ListenAsync(IAsyncEnumerable<Notification> notifications)
    {
        var heard = notifications.GetAsyncEnumerator();
        Assert.True((await NextAsync(heard)).IsGap);
        return heard;
    }

    private static async Task<Notification> NextAsync(IAsyncEnumerator<Notification> heard)
    {
        Assert.True(await heard.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token));
        return heard.Current;
    }

    private async Task KillListenersAsync()
        => await Db.ExecuteAsync($"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", Token);

    private async Task UntilNobodyListensAsync()
    {
        while (await Db.QuerySingleAsync<long>($"select count(*) from pg_stat_activity where datname = current_database() and query ilike '%listen \"%' and pid <> pg_backend_pid()", Token) > 0)
        {
            await Task.Delay(20, Token);
        }
    }
}
