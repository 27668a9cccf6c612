using System.Data.Common;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>The proxy finds its points in what the drivers really send, whatever the writer makes of it.</summary>
public abstract class ProxySuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    [Theory]
    [InlineData(FaultPoint.BeforeCommit, false)]
    [InlineData(FaultPoint.BeforeAnswer, true)]
    public Task A_statement_on_its_own(FaultPoint point, bool isStored)
        => AssertAsync(point, isStored, static async database => await InsertAsync(database, 2));

    // The second time it runs by its number.
    [Theory]
    [InlineData(FaultPoint.BeforeCommit, false)]
    [InlineData(FaultPoint.BeforeAnswer, true)]
    public Task A_prepared_statement(FaultPoint point, bool isStored) => AssertAsync(
        point,
        isStored,
        static async database => await InsertAsync(database, 2),
        static async database => await InsertAsync(database, 1));

    [Theory]
    [InlineData(FaultPoint.BeforeCommit, false)]
    [InlineData(FaultPoint.BeforeAnswer, true)]
    public Task A_transaction(FaultPoint point, bool isStored) => AssertAsync(point, isStored, static async database =>
    {
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(async () => await database.InTransactionAsync(
            static async (tx, ct) => await tx.ExecuteAsync($"insert into fault_rows (number, sensor) values ({2}, {"s"})", ct), Token));
        throw new IOException("as the transaction has said");
    });

    [Theory]
    [InlineData(FaultPoint.InData, false)]
    [InlineData(FaultPoint.BeforeCommit, false)]
    [InlineData(FaultPoint.BeforeAnswer, true)]
    public Task Rows_streamed_on_their_own(FaultPoint point, bool isStored) => AssertAsync(point, isStored, async database =>
    {
        await using var lease = await database.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        await StreamAsync(lease.Connection, 2);
    });

    [Theory]
    [InlineData(FaultPoint.InData, false)]
    [InlineData(FaultPoint.BeforeCommit, false)]
    [InlineData(FaultPoint.BeforeAnswer, true)]
    public Task Rows_streamed_in_a_transaction(FaultPoint point, bool isStored) => AssertAsync(point, isStored, async database =>
    {
        await using var lease = await database.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        await using var transaction = await lease.Connection.BeginTransactionAsync(Token);
        await StreamAsync(lease.Connection, 2);
        await transaction.CommitAsync(Token);
    });

    /// <summary>Streams one row the fastest way the driver has.</summary>
    protected abstract Task StreamAsync(DbConnection connection, long number);

    private async Task AssertAsync(FaultPoint point, bool isStored, Func<Database, Task> write, Func<Database, Task>? before = null)
    {
        await using var attack = Rig.OpenAttack();
        await (before?.Invoke(attack.Database) ?? Task.CompletedTask);
        var cut = Fault.Cut(point);
        attack.Plan.Arm(cut);

        var told = await Record.ExceptionAsync(() => write(attack.Database));

        Assert.True(cut.Fired.IsCompleted, $"The proxy did not come to {point}; the driver said: {told}");
        Assert.NotNull(told);
        await attack.DisposeAsync();
        Assert.Equal(isStored, (await CopiesAsync()).ContainsKey(2));
    }

    private static async ValueTask InsertAsync(Database database, long number)
        => await database.ExecuteAsync($"insert into fault_rows (number, sensor) values ({number}, {"s"})", Token);
}
