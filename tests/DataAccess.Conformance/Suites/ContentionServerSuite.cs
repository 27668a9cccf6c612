using System.Data;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The same on servers, where transactions run side by side and lock rows.</summary>
public abstract class ContentionServerSuite(TestEngine engine) : ContentionSuite(engine)
{
    [Fact]
    public async Task A_lock_timeout_is_run_again()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = HoldAsync(held, release.Task);
        await held.Task.WaitAsync(Patience, Token);
        await using var db = OpenImpatient(maxRetries: 5);
        var runs = 0;

        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                if (++runs == 2)
                {
                    release.SetResult();
                    await holder;
                }

                await AddImpatientlyAsync(tx, ct);
            },
            Token);

        Assert.Equal(2, runs);
        Assert.Equal(10 + 100 + 1, await BalanceAsync(1));
    }

    [Fact]
    public async Task A_deadlock_is_run_again_and_both_commit()
    {
        var locked = new Meeting();
        var runs = 0;

        await Task.WhenAll(TransferAsync(1, 2), TransferAsync(2, 1)).WaitAsync(Patience, Token);

        Assert.Equal(3, runs);
        Assert.Equal((10 + 1 + 5, 20 + 5 + 1), (await BalanceAsync(1), await BalanceAsync(2)));

        async Task TransferAsync(int first, int second) => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                Interlocked.Increment(ref runs);
                await tx.ExecuteAsync($"update accounts set balance = balance + {1} where id = {first}", ct);
                await locked.MeetAsync(ct);
                await tx.ExecuteAsync($"update accounts set balance = balance + {5} where id = {second}", ct);
            },
            Token);
    }

    // MySQL ends the whole transaction: what the work does after that is outside of any.
    [Fact]
    public async Task Work_that_swallows_a_deadlock_is_committed_whole_or_fails()
    {
        var locked = new Meeting();

        var told = await Task.WhenAll(InsertAndLockAsync(11, 1, 2), InsertAndLockAsync(12, 2, 1)).WaitAsync(Patience, Token);

        var stored = await Db.QueryAsync<int>($"select id from accounts where id > {10} order by id", Token);
        Assert.Equal((told[0] is null, told[1] is null), (stored.Contains(11), stored.Contains(12)));

        async Task<Exception?> InsertAndLockAsync(int id, int first, int second) => await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({id}, {0})", ct);
                await tx.ExecuteAsync($"update accounts set balance = balance + {1} where id = {first}", ct);
                await locked.MeetAsync(ct);
                await Record.ExceptionAsync(async () => await tx.ExecuteAsync($"update accounts set balance = balance + {1} where id = {second}", ct));
            },
            Token));
    }

    [Fact]
    public async Task A_deadlock_in_nested_work_is_run_again_and_both_commit()
    {
        var locked = new Meeting();

        await Task.WhenAll(TransferAsync(1, 2), TransferAsync(2, 1)).WaitAsync(Patience, Token);

        Assert.Equal((10 + 1 + 5, 20 + 5 + 1), (await BalanceAsync(1), await BalanceAsync(2)));

        async Task TransferAsync(int first, int second) => await Db.InTransactionAsync(
            async (tx, ct) => await tx.InTransactionAsync(
                async (nested, token) =>
                {
                    await nested.ExecuteAsync($"update accounts set balance = balance + {1} where id = {first}", token);
                    await locked.MeetAsync(token);
                    await nested.ExecuteAsync($"update accounts set balance = balance + {5} where id = {second}", token);
                },
                ct),
            Token);
    }

    [Fact]
    public async Task What_cannot_have_run_one_after_the_other_is_run_again()
    {
        var read = new Meeting();
        var runs = 0;

        await Task.WhenAll(SumIntoAsync(1), SumIntoAsync(2)).WaitAsync(Patience, Token);

        // Each sees the other's change or the other sees its: never both the sum of the beginning.
        Assert.Contains((await BalanceAsync(1), await BalanceAsync(2)), new[] { (30, 50), (40, 30) });
        Assert.InRange(runs, 3, 6);

        async Task SumIntoAsync(int id) => await Db.InTransactionAsync(
            new TransactionOptions { Isolation = IsolationLevel.Serializable },
            async (tx, ct) =>
            {
                Interlocked.Increment(ref runs);
                var sum = await tx.QuerySingleAsync<int>($"select sum(balance) from accounts", ct);
                await read.MeetAsync(ct);
                await tx.ExecuteAsync($"update accounts set balance = {sum} where id = {id}", ct);
            },
            Token);
    }

    [Theory]
    [InlineData(IsolationLevel.ReadCommitted, true)]
    [InlineData(IsolationLevel.RepeatableRead, false)]
    public async Task The_isolation_level_reaches_the_server(IsolationLevel isolation, bool seesCommits)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);

        Assert.Equal(seesCommits, await SeesCommitsAsync(db, new TransactionOptions { Isolation = isolation }, 3));
    }

    [Fact]
    public async Task The_next_transaction_on_the_connection_has_the_default_level_again()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var byDefault = await SeesCommitsAsync(db, new TransactionOptions(), 3);
        var other = byDefault ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted;

        Assert.Equal(!byDefault, await SeesCommitsAsync(db, new TransactionOptions { Isolation = other }, 4));
        Assert.Equal(byDefault, await SeesCommitsAsync(db, new TransactionOptions(), 5));
    }

    /// <summary>Whether a transaction that has read sees what another commits after that.</summary>
    private async ValueTask<bool> SeesCommitsAsync(Database db, TransactionOptions options, int newId)
        => await db.InTransactionAsync(
            options,
            async (tx, ct) =>
            {
                var before = await tx.QuerySingleAsync<int>($"select count(*) from accounts", ct);
                await Db.ExecuteAsync($"insert into accounts (id, balance) values ({newId}, {0})", ct);
                return await tx.QuerySingleAsync<int>($"select count(*) from accounts", ct) == before + 1;
            },
            Token);

    /// <summary>Lets two go on when both have come; who comes again later does not wait.</summary>
    private sealed class Meeting
    {
        private readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;

        public async Task MeetAsync(CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _arrived) == 2)
            {
                _both.SetResult();
            }

            await _both.Task.WaitAsync(Patience, cancellationToken);
        }
    }
}
