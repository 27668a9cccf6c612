using Xunit;

namespace DataAccess.Conformance;

/// <summary>What transactions do to one another is told apart, and what was rolled back is run again.</summary>
public abstract class ContentionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Far more than anything here takes; a test that reaches it has failed.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A statement, inside a transaction, that makes it wait for a lock for a short while only; null where that is an option.</summary>
    protected virtual string? BeImpatient => null;

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table accounts (id {TypeOf<int>()} not null primary key, balance {TypeOf<int>()} not null)");
        await RunAsync("insert into accounts (id, balance) values (1, 10), (2, 20)");
    }

    /// <summary>Another pool, which waits for locks for a short while only.</summary>
    protected virtual Database OpenImpatient(int maxRetries) => Reopen(o => o.Retry.MaxRetries = maxRetries);

    [Fact]
    public async Task A_lock_timeout_is_known_to_be_rolled_back()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = HoldAsync(held, release.Task);
        await held.Task.WaitAsync(Patience, Token);
        await using var db = OpenImpatient(maxRetries: 0);

        var told = await Record.ExceptionAsync(async () => await db.InTransactionAsync(AddImpatientlyAsync, Token));

        Assert.NotNull(told);
        Assert.Equal(FailureKind.RolledBack, db.Provider.Classify(told).Kind);
        release.SetResult();
        await holder;
        await db.InTransactionAsync(AddImpatientlyAsync, Token);
        Assert.Equal(10 + 100 + 1, await BalanceAsync(1));
    }

    // PostgreSQL answers COMMIT with success when it has rolled back, as a statement failed and nobody told the caller.
    [Fact]
    public async Task A_transaction_that_went_on_after_a_failed_statement_is_committed_or_fails()
    {
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into accounts (id, balance) values ({3}, {30})", ct);
                Assert.NotNull(await Record.ExceptionAsync(async () =>
                    await tx.ExecuteAsync($"insert into accounts (id, balance) values ({1}, {30})", ct)));
            },
            Token));

        var stored = await Db.QuerySingleAsync<int>($"select count(*) from accounts where id = {3}", Token) == 1;
        Assert.Equal(stored, told is null);
    }

    protected async ValueTask<int> BalanceAsync(int id) => await Db.QuerySingleAsync<int>($"select balance from accounts where id = {id}", Token);

    protected async ValueTask AddImpatientlyAsync(DatabaseTransaction tx, CancellationToken ct)
    {
        if (BeImpatient is { } statement)
        {
            await tx.ExecuteAsync(SqlStatement.Raw(statement), ct);
        }

        await tx.ExecuteAsync($"update accounts set balance = balance + {1} where id = {1}", ct);
    }

    /// <summary>Changes the first account, and holds its lock until it may go on.</summary>
    protected async Task HoldAsync(TaskCompletionSource held, Task release)
        => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"update accounts set balance = balance + {100} where id = {1}", ct);
                held.TrySetResult();
                await release.WaitAsync(Patience, ct);
            },
            Token);
}
