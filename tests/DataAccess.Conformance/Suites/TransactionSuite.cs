using Xunit;

namespace DataAccess.Conformance;

/// <summary>Transactions end committed or rolled back, and leave a clean connection.</summary>
public abstract class TransactionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table accounts (id {TypeOf<int>()} not null primary key, balance {TypeOf<int>()} not null)");

    [Fact]
    public async Task What_was_done_is_committed_together()
    {
        var sum = await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {10})", ct);
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({2}, {20})", ct);
                return await tx.QuerySingleAsync<int>($"select sum(balance) from accounts", ct);
            },
            Token);

        Assert.Equal(30, sum);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task An_exception_rolls_back_and_reaches_the_caller()
    {
        var thrown = await Assert.ThrowsAsync<FormatException>(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {10})", ct);
                throw new FormatException("stop");
            },
            Token));

        Assert.Equal("stop", thrown.Message);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_cancel_rolls_back()
    {
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {10})", ct);
                await source.CancelAsync();
            },
            source.Token));

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Nothing_is_left_of_a_transaction_for_the_next_lease()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await Assert.ThrowsAnyAsync<Exception>(async () => await db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {10})", ct);
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {10})", ct);
            },
            Token));

        await db.ExecuteAsync($"insert into accounts (id, balance) values ({2}, {20})", Token);

        Assert.Equal([2], await Db.QueryAsync<int>($"select id from accounts", Token));
    }

    [Fact]
    public async Task A_nested_failure_undoes_only_its_own_work()
    {
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {10})", ct);
                await Assert.ThrowsAnyAsync<Exception>(async () => await tx.InTransactionAsync(
                    static async (inner, innerToken) =>
                    {
                        await inner.ExecuteAsync($"insert into accounts (id, balance) values ({2}, {20})", innerToken);
                        await inner.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {20})", innerToken);
                    },
                    ct));
                await tx.InTransactionAsync(
                    static async (inner, innerToken) => await inner.ExecuteAsync($"insert into accounts (id, balance) values ({3}, {30})", innerToken),
                    ct);
            },
            Token);

        Assert.Equal([1, 3], await Db.QueryAsync<int>($"select id from accounts order by id", Token));
    }

    [Fact]
    public async Task An_ended_transaction_refuses_use()
    {
        DatabaseTransaction? kept = null;
        await Db.InTransactionAsync(
            (tx, _) =>
            {
                kept = tx;
                return default;
            },
            Token);

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept!.QueryAsync<int>($"select 1", Token));
    }

    [Fact]
    public async Task A_transaction_runs_one_statement_at_a_time()
    {
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await using var stream = tx.StreamAsync<int>($"select 1", ct).GetAsyncEnumerator(ct);
                Assert.True(await stream.MoveNextAsync());
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.QueryAsync<int>($"select 2", ct));
            },
            Token);
    }

    [Fact]
    public async Task Concurrent_transfers_keep_the_sum()
    {
        for (var id = 1; id <= 4; id++)
        {
            await Db.ExecuteAsync($"insert into accounts (id, balance) values ({id}, {1000})", Token);
        }

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                // Opposite directions, so that servers with row locks run into deadlocks.
                var (from, to) = i % 2 == 0 ? (1 + (i % 4), 4 - (i % 4)) : (4 - (i % 4), 1 + (i % 4));
                await tx.ExecuteAsync($"update accounts set balance = balance - {1} where id = {from}", ct);
                await tx.ExecuteAsync($"update accounts set balance = balance + {1} where id = {to}", ct);
            },
            Token)));

        Assert.Equal(4000, await Db.QuerySingleAsync<int>($"select sum(balance) from accounts", Token));
    }

    [Fact]
    public async Task A_read_only_transaction_refuses_writes()
        => await Assert.ThrowsAnyAsync<Exception>(async () => await Db.InTransactionAsync(
            new TransactionOptions { ReadOnly = true },
            static async (tx, ct) => await tx.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {10})", ct),
            Token));

    private async ValueTask<int> CountAsync() => await Db.QuerySingleAsync<int>($"select count(*) from accounts", Token);
}
