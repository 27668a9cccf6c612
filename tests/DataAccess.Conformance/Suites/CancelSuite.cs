using System.Diagnostics;
using DataAccess.Conformance.Faults;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A cancel at any step is quick and leaves a clean pool.</summary>
public abstract class CancelSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Much sooner than the queries would end by themselves, and late enough for a machine that is busy.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(30);

    /// <summary>A query with rows without end.</summary>
    protected virtual string EndlessRows
        => "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1000000000) select n from numbers";

    [Fact]
    public async Task While_running_the_query_stops_soon_and_the_next_lease_is_clean()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.QuerySingleAsync<int>($"select 1", Token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var query = db.QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), source.Token).AsTask();
        await Observed.RunningAsync(Db, db);

        var clock = Stopwatch.StartNew();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Quick);
        await AssertCleanAsync(db);
    }

    [Fact]
    public async Task While_waiting_for_a_connection_nothing_is_sent()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var held = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var write = db.ExecuteAsync($"create table never_made (id int)", source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        await held.DisposeAsync();
        Assert.Empty(await db.DescribeTableAsync(new TableName("never_made"), Token));
    }

    [Fact]
    public async Task In_the_middle_of_the_rows_the_stream_stops_soon_and_the_next_lease_is_clean()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var clock = new Stopwatch();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var rows = 0;
            await foreach (var row in db.StreamAsync<long>(SqlStatement.Raw(EndlessRows), source.Token))
            {
                if (++rows == 1_000)
                {
                    clock.Start();
                    await source.CancelAsync();
                }
            }
        });

        Assert.InRange(clock.Elapsed, TimeSpan.FromTicks(1), Quick);
        await AssertCleanAsync(db);
    }

    [Fact]
    public async Task Leaving_an_endless_stream_is_quick()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var clock = new Stopwatch();
        var rows = 0;
        await foreach (var row in db.StreamAsync<long>(SqlStatement.Raw(EndlessRows), Token))
        {
            if (++rows == 1_000)
            {
                clock.Start();
                break;
            }
        }

        Assert.InRange(clock.Elapsed, TimeSpan.FromTicks(1), Quick);
        await AssertCleanAsync(db);
    }

    private static async Task AssertCleanAsync(Database db)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i, await db.QuerySingleAsync<int>($"select {i}", Token));
        }

        // The connection goes back behind the caller's back, so it may take a moment.
        await Waiting.UntilAsync("every lease is back", () => db.Connections.Statistics is { Leased: 0, Waiting: 0 });
    }
}
