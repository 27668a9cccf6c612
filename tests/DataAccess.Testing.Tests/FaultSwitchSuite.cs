using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Testing.Tests;

/// <summary>Failures that happen when a test wants them, and are what they say.</summary>
public abstract class FaultSwitchSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override ValueTask SetUpAsync() => RunAsync("create table items (id bigint not null primary key, name varchar(100) not null)");

    [Theory]
    [InlineData(CommitFault.LostBefore, 0)]
    [InlineData(CommitFault.LostAfter, 1)]
    public async Task An_unknown_outcome_is_really_committed_or_really_not(CommitFault fault, int rows)
    {
        using var faults = Db.InjectFaults();
        faults.FailNextCommit(fault);
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(async () => await Db.InTransactionAsync(async (tx, ct) => await new TestItems(tx).InsertAsync(new TestItem(1, "one"), ct), Token));
        Assert.Equal(0, faults.Pending);
        Assert.Equal(rows, await CountAsync());

        // What follows works.
        await Db.InTransactionAsync(async (tx, ct) => await new TestItems(tx).InsertAsync(new TestItem(2, "two"), ct), Token);
        Assert.Equal(rows + 1, await CountAsync());
    }

    [Fact]
    public async Task A_transaction_that_was_rolled_back_is_run_again()
    {
        using var faults = Db.InjectFaults();
        faults.FailNextCommit(CommitFault.RolledBack, times: 2);
        var runs = 0;
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await new TestItems(tx).InsertAsync(new TestItem(1, "one"), ct);
            },
            Token);
        Assert.Equal(3, runs);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData(CommitFault.LostBefore, 0)]
    [InlineData(CommitFault.LostAfter, 1)]
    public async Task A_writers_unknown_outcome_is_really_committed_or_really_not(CommitFault fault, int rows)
    {
        using var faults = Db.InjectFaults();
        await using var writer = Db.CreateWriter<TestItem>();
        faults.FailNextCommit(fault);
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await writer.WriteAsync(new TestItem(1, "one"), Token));
        Assert.Contains("its answer was lost", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, faults.Pending);
        Assert.Equal(rows, await CountAsync());
        await writer.WriteAsync(new TestItem(3, "three"), Token);
        Assert.Equal(rows + 1, await CountAsync());

        // As a batch by COPY or LOAD.
        faults.FailNextCommit(fault);
        var summary = await writer.WriteManyAsync(Enumerable.Range(10, 500).Select(static id => new TestItem(id, "many")), Token);
        Assert.Equal(500, summary.Unknown);
        Assert.Equal(rows + 1 + (rows * 500), await CountAsync());
    }

    [Theory]
    [InlineData(CommitFault.LostBefore)]
    [InlineData(CommitFault.LostAfter)]
    public async Task A_ledger_settles_it(CommitFault fault)
    {
        using var faults = Db.InjectFaults();
        await using var writer = Db.CreateWriter(new BatchingWriterOptions<TestItem> { ExactlyOnce = true });
        await writer.EnsureLedgerAsync(Token);
        faults.FailNextCommit(fault);
        await writer.WriteAsync(new TestItem(1, "one"), Token);
        Assert.Equal(0, faults.Pending);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_writer_sends_again_what_was_rolled_back()
    {
        using var faults = Db.InjectFaults();
        await using var writer = Db.CreateWriter<TestItem>();
        faults.FailNextCommit(CommitFault.RolledBack, times: 2);
        await writer.WriteAsync(new TestItem(1, "one"), Token);
        Assert.Equal(0, faults.Pending);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData(FailureKind.Rejected)]
    [InlineData(FailureKind.RolledBack)]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.Fatal)]
    [InlineData(FailureKind.ConnectionLost)]
    public async Task A_statement_fails_as_the_database_fails(FailureKind kind)
    {
        using var faults = Db.InjectFaults();
        faults.FailNext("INSERT into items", kind);
        await Db.ScalarAsync<int>($"select 1", Token);
        Assert.Equal(1, faults.Pending);
        var failure = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await Db.ExecuteAsync($"insert into items (id, name) values ({1}, {"one"})", Token));
        Assert.Equal(Engine is SqliteEngine && kind == FailureKind.ConnectionLost ? FailureKind.Unavailable : kind, Db.Provider.Classify(failure).Kind);
        Assert.Equal(0, await CountAsync());
        await Db.ExecuteAsync($"insert into items (id, name) values ({1}, {"one"})", Token);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_deadlock_in_a_transaction_is_retried()
    {
        using var faults = Db.InjectFaults();
        faults.FailNext("name = ", FailureKind.RolledBack);
        var runs = 0;
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await new TestItems(tx).InsertAsync(new TestItem(1, "one"), ct);
                await tx.ExecuteAsync($"update items set name = {"two"} where id = {1}", ct);
            },
            Token);
        Assert.Equal(2, runs);
        Assert.Equal("two", await Db.ScalarAsync<string>($"select name from items", Token));
    }

    [Fact]
    public async Task A_lost_answer_leaves_what_was_done()
    {
        using var faults = Db.InjectFaults();
        faults.LoseNextAnswer("insert into items");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await Db.ExecuteAsync($"insert into items (id, name) values ({1}, {"one"})", Token));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_caller_gets_no_connection()
    {
        using var faults = Db.InjectFaults();
        faults.FailNextConnection(times: 2);
        await Assert.ThrowsAsync<PoolTimeoutException>(async () => await Db.ScalarAsync<int>($"select 1", Token));
        await Assert.ThrowsAsync<PoolTimeoutException>(async () => await Db.InTransactionAsync(static (_, _) => default, Token));
        Assert.Equal(1, await Db.ScalarAsync<int>($"select 1", Token));
    }

    [Fact]
    public async Task Faults_end_with_their_switch()
    {
        var faults = Db.InjectFaults();
        faults.FailNextConnection();
        faults.FailNextCommit(CommitFault.LostAfter);
        faults.Dispose();
        await Db.InTransactionAsync(async (tx, ct) => await new TestItems(tx).InsertAsync(new TestItem(1, "one"), ct), Token);
        Assert.Equal(2, faults.Pending);
        Assert.Throws<ArgumentOutOfRangeException>(() => faults.FailNextConnection(0));
        Assert.Throws<ArgumentException>(() => faults.FailNext(" ", FailureKind.Fatal));
    }

    private async ValueTask<long> CountAsync() => await Db.ScalarAsync<long>($"select count(*) from items", Token);
}
