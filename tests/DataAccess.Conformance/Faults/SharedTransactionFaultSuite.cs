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
        Assert.Equal(isStored ? 3 : 0, (await CopiesAsync()).Count);
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
        Assert.Empty(await CopiesAsync());
    }

    [Fact]
    public async Task A_cut_at_a_statement_of_other_code_that_the_work_hides_is_a_rollback()
    {
        await using var attack = Rig.OpenAttack();
        var runs = 0;

        await attack.Database.InTransactionAsync(
            async (tx, ct) =>
            {
                var (connection, transaction) = (tx.Connection, tx.Transaction);
                if (++runs == 1)
                {
                    attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));
                }

                await Record.ExceptionAsync(() => connection.ExecuteAsync("insert into fault_rows (number, sensor) values (1, 's')", transaction: transaction));
            },
            Token);

        // It is known to be rolled back, so the work was run again.
        Assert.Equal(2, runs);
        await attack.DisposeAsync();
        Assert.Single(await CopiesAsync());
    }
}
