using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlDirectedFaultTests() : DirectedServerFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget())
{
    /// <summary>Two batches overwrite one row, and the later one's snapshot is from before the earlier one's commit.</summary>
    [Fact]
    public async Task Serialisation_failure_is_retried_and_committed()
    {
        await Direct.ExecuteAsync(SqlStatement.Raw(PostgreSqlTarget.Alter("set default_transaction_isolation = ''repeatable read''")), Token);
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack, static o => o.OnConflict = ConflictAction.Update);
        await writer.WriteAsync(new FaultRow { Number = 1, Scarce = 5, Sensor = "s" }, Token);
        var write = Task.CompletedTask;
        await Direct.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"update fault_rows set sensor = {"other"} where number = {1}", ct);
                write = writer.WriteAsync(new FaultRow { Number = 1, Scarce = 5, Sensor = "mine" }, ct).AsTask();
                await LockIsWaitedForAsync(tx);
            },
            Token);

        await write.WaitAsync(Patience, Token);

        Assert.InRange(writer.Statistics.Retries, 1, long.MaxValue);
        Assert.Equal("mine", await Direct.QuerySingleAsync<string>($"select sensor from fault_rows where number = {1}", Token));
        await AssertStoredOnceAsync(writer, attack, 1);
    }
}
