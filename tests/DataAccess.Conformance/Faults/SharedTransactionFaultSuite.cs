using Dapper;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>The outcome of a transaction with statements of other code in it is exact, wherever its connection is cut.</summary>
public abstract class SharedTransactionFaultSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    [Theory]
    [InlineData(FaultPoint.BeforeCommit, false)]
    [InlineData(FaultPoint.BeforeAnswer, true)]
    public async Task A_cut_at_the_commit_is_told_as_unknown(FaultPoint point, bool isStored)
    {
        await using var attack = Rig.OpenAttack();
        var cut = Fault.Cut(point);
        var runs = 0;

        var told = await Record.ExceptionAsync(async () => await attack.Database.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await tx.ExecuteAsync($"insert into fault_rows (number, sensor) values ({1}, {"s"})", ct);
                await tx.Connection.ExecuteAsync("insert into fault_rows (number, sensor) values (2, 's')", transaction: tx.Transaction);
                await tx.ExecuteAsync($"insert into fault_rows (number, sensor) values ({3}, {"s"})", ct);
                attack.Plan.Arm(cut);
            },
            Token));

        Assert.True(cut.Fired.IsCompleted, $"{told}");
        Assert.IsType<CommitOutcomeUnknownException>(told);
        Assert.Equal(1, runs);
        await attack.DisposeAsync();
        Assert.Equal(isStored ? 3 : 0, await CountAsync());
    }

    [Fact]
    public async Task A_cut_at_a_statement_of_other_code_is_a_rollback()
    {
        await using var attack = Rig.OpenAttack();
        var cut = Fault.Cut(FaultPoint.InResponse);

        var told = await Record.ExceptionAsync(async () => await attack.Database.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into fault_rows (number, sensor) values ({1}, {"s"})", ct);
                var (connection, transaction) = (tx.Connection, tx.Transaction);
                attack.Plan.Arm(cut);
                await connection.ExecuteAsync("insert into fault_rows (number, sensor) values (2, 's')", transaction: transaction);
            },
            Token));

        Assert.True(cut.Fired.IsCompleted, $"{told}");
        Assert.NotNull(told);
        Assert.False(told is CommitOutcomeUnknownException or TransactionEndedException, $"{told}");
        await attack.DisposeAsync();
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_cut_at_a_statement_of_other_code_that_the_work_hides_is_a_rollback()
    {
        await using var attack = Rig.OpenAttack();
        var runs = 0;

        var told = await Record.ExceptionAsync(async () => await attack.Database.InTransactionAsync(
            async (tx, _) =>
            {
                runs++;
                var (connection, transaction) = (tx.Connection, tx.Transaction);
                attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));
                await Record.ExceptionAsync(() => connection.ExecuteAsync("insert into fault_rows (number, sensor) values (1, 's')", transaction: transaction));
            },
            Token));

        Assert.IsType<TransactionRolledBackException>(told);
        Assert.Equal(1, runs);
        await attack.DisposeAsync();
        Assert.Equal(0, await CountAsync());
    }

    // The rig has a row of its own.
    private async Task<int> CountAsync() => (await CopiesAsync()).Keys.Count(static number => number > 0);
}
