using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A database that is disposed under statements that do not end: each caller is told that, and nothing of the driver's.</summary>
public abstract class DisposeSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("query")]
    [InlineData("scalar")]
    [InlineData("stream")]
    [InlineData("pair")]
    [InlineData("execute")]
    [InlineData("token")]
    public async Task A_statement_that_is_running_is_told_that_the_database_was_closed(string verb)
    {
        await using var db = Reopen(static o => o.Connections.DrainTimeout = DrainTimeout);
        await db.QueryMultipleAsync<int, int>($"select 1", $"select 2", Token);
        var endless = SqlStatement.Raw(Engine.EndlessQuery);
        using var cancel = new CancellationTokenSource();
        Task call = verb switch
        {
            "query" => db.QueryAsync<long>(endless, Token).AsTask(),
            "scalar" => db.ScalarAsync<long>(endless, Token).AsTask(),
            "stream" => db.StreamAsync<long>(endless, Token).FirstAsync(Token).AsTask(),
            "pair" => db.QueryMultipleAsync<int, long>($"select 1", endless, Token).AsTask(),
            "token" => db.QueryAsync<long>(endless, cancel.Token).AsTask(),
            _ => db.ExecuteAsync(endless, Token).AsTask(),
        };
        await Observed.RunningAsync(Db, db);

        await db.DisposeAsync();

        AssertTold(await Record.ExceptionAsync(() => call.WaitAsync(Waiting.Patience, Token)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transaction_is_told_so_and_rolled_back_also_where_it_hides_that(bool hides)
    {
        await RunAsync($"create table closed_under (id {TypeOf<int>()} not null)");
        await using var db = Reopen(static o => o.Connections.DrainTimeout = DrainTimeout);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into closed_under (id) values ({1})", ct);
                begun.SetResult();
                var told = await Record.ExceptionAsync(async () => await tx.QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), ct));
                AssertTold(told);
                if (!hides)
                {
                    throw told!;
                }
            },
            Token).AsTask();
        await begun.Task.WaitAsync(Waiting.Patience, Token);
        await Observed.RunningAsync(Db, db);

        await db.DisposeAsync();

        var ended = await Record.ExceptionAsync(() => call.WaitAsync(Waiting.Patience, Token));
        Assert.True(ended is ObjectDisposedException or TransactionRolledBackException, $"{ended}");
        Assert.Equal(0L, await Db.QuerySingleAsync<long>($"select count(*) from closed_under", Token));
    }

    [Fact]
    public async Task A_synchronous_dispose_needs_no_thread_that_it_blocks()
    {
        var db = Reopen();
        Assert.Equal(1, await db.QuerySingleAsync<int>($"select 1", Token));
        var disposing = new Thread(() =>
        {
            // What is posted there never runs, as on a user interface's thread that is blocked.
            SynchronizationContext.SetSynchronizationContext(new BlockedContext());
            db.Dispose();
        });
        disposing.Start();

        Assert.True(disposing.Join(Waiting.Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await db.QuerySingleAsync<int>($"select 1", Token));
    }

    private static void AssertTold(Exception? told)
        => Assert.Contains($"DrainTimeout ({DrainTimeout})", Assert.IsType<ObjectDisposedException>(told).Message, StringComparison.Ordinal);

    private sealed class BlockedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
