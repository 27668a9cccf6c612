using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteTransactionEndTests() : TransactionEndSuite(new SqliteEngine())
{
    protected override string[] Ends => [.. EndsEverywhere, "end", "end transaction", "begin immediate", "/* /* */ commit"];

    protected override string[] Harmless =>
    [
        "savepoint a", "rollback to a", "rollback transaction to savepoint a", "release a",
        "insert into kept (id, note) values (2, '; commit')", "insert into kept (id, note) values (3, 'it''s; commit')",
        "create trigger touched after insert on kept begin update kept set note = 'x' where id = new.id; end",
        "/* ; commit */ select 1; -- ; commit\n select 2",
    ];

    [Fact]
    public async Task A_rollback_by_a_trigger_that_the_work_hides_ends_it_and_nothing_more_is_written()
    {
        await RunAsync("create trigger refuse before insert on kept when new.id = 2 begin select raise(rollback, 'no'); end");

        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await Record.ExceptionAsync(async () => await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct));
                await Record.ExceptionAsync(async () => await tx.ExecuteAsync($"insert into kept (id) values ({3})", ct));
            },
            Token));

        Assert.IsType<TransactionEndedException>(told);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_statement_that_writes_has_written_when_its_first_row_was_all_that_was_wanted()
    {
        Assert.Equal(1, await Db.QueryFirstOrDefaultAsync<int>($"insert into kept (id) values (1), (2), (3) returning id", Token));
        await foreach (var id in Db.StreamAsync<int>($"insert into kept (id) values (4), (5) returning id", Token))
        {
            break;
        }

        Assert.Equal(5, await CountAsync());
    }
}
