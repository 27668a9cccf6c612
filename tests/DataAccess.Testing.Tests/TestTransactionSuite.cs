using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Testing.Tests;

/// <summary>A transaction for one test, which is rolled back.</summary>
public abstract class TestTransactionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override ValueTask SetUpAsync() => RunAsync("create table items (id bigint not null primary key, name varchar(100) not null)");

    [Fact]
    public async Task What_a_test_wrote_is_rolled_back()
    {
        await using (var test = await TestTransaction.BeginAsync(Db, Token))
        {
            await new TestItems(test.Session).InsertAsync(new TestItem(1, "one"), Token);
            Assert.Equal(1, await test.Session.ScalarAsync<long>($"select count(*) from items", Token));
        }

        Assert.Equal(0, await Db.ScalarAsync<long>($"select count(*) from items", Token));
    }

    [Fact]
    public async Task A_transaction_of_the_code_under_test_is_a_savepoint()
    {
        await using (var test = await TestTransaction.BeginAsync(Db, Token))
        {
            DatabaseSession session = test.Session;
            await session.InTransactionAsync(async (tx, ct) => await new TestItems(tx).InsertAsync(new TestItem(1, "kept"), ct), Token);
            await Assert.ThrowsAsync<FormatException>(async () => await session.InTransactionAsync(
                async (tx, ct) =>
                {
                    await new TestItems(tx).InsertAsync(new TestItem(2, "undone"), ct);
                    throw new FormatException("stop");
                },
                Token));
            Assert.Equal([1L], await session.QueryAsync<long>($"select id from items", Token));
        }

        Assert.Equal(0, await Db.ScalarAsync<long>($"select count(*) from items", Token));
    }

    [Fact]
    public async Task A_failed_statement_does_not_hinder_the_end()
    {
        var test = await TestTransaction.BeginAsync(Db, Token);
        await Assert.ThrowsAnyAsync<Exception>(async () => await test.Session.ExecuteAsync($"insert into items (id, name) values ({1}, {(string?)null})", Token));
        await test.DisposeAsync();
        await test.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () => await test.Session.ScalarAsync<long>($"select count(*) from items", Token));
        Assert.Equal(0, Db.Connections.Statistics.Leased);
    }

    [Fact]
    public async Task Where_there_is_no_connection_the_test_is_told()
    {
        using var faults = Db.InjectFaults();
        faults.FailNextConnection();
        await Assert.ThrowsAsync<PoolTimeoutException>(async () => await TestTransaction.BeginAsync(Db, Token));
    }
}
