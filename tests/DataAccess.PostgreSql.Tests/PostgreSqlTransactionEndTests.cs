using System.Data;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlTransactionEndTests() : TransactionEndSuite(PostgreSqlEngine.Shared)
{
    protected override string[] Ends => [.. EndsEverywhere, "end", "abort", "prepare transaction 'x'", "/* a /* nested */ one */ commit", "commit and chain", "select 1 -- why\r; commit"];

    protected override string[] Harmless =>
    [
        "savepoint a", "rollback to a", "rollback to savepoint a", "rollback work to a", "release a",
        "insert into kept (id, note) values (2, '; commit')", "insert into kept (id, note) values (3, $x$; commit; $x$)",
        "insert into kept (id, note) values (4, E'\\'; commit; --')", "/* ; commit */ select 1; -- ; commit\n select 2",
        "do $$ begin insert into kept (id) values (5); end $$",
        "create table begun (id int); drop table begun",
    ];

    [Theory]
    [InlineData("serializable", IsolationLevel.Unspecified, "serializable")]
    [InlineData("repeatable read", IsolationLevel.Unspecified, "repeatable read")]
    [InlineData("serializable", IsolationLevel.ReadCommitted, "read committed")]
    [InlineData("read committed", IsolationLevel.Serializable, "serializable")]
    public async Task The_isolation_level_is_the_databases_own_unless_one_is_asked_for(string own, IsolationLevel asked, string expected)
    {
        var name = await Db.QuerySingleAsync<string>($"select current_database()", Token);
        await RunAsync($"alter database {Db.Dialect.QuoteIdentifier(name)} set default_transaction_isolation = '{own}'");
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);

        Assert.Equal(expected, await LevelAsync(db, new TransactionOptions { Isolation = asked }));
        await db.InTransactionAsync(new TransactionOptions { Isolation = IsolationLevel.RepeatableRead, ReadOnly = true }, static (_, _) => default, Token);
        Assert.Equal(own, await LevelAsync(db, new TransactionOptions()));
        await db.InTransactionAsync(static async (tx, ct) => await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct), Token);
    }

    [Fact]
    public async Task A_call_whose_own_statement_was_not_prepared_is_not_sent_again()
    {
        await RunAsync("create procedure finish() language plpgsql as $$ begin insert into kept (id) select 1 + count(*) from kept; commit; execute 'execute nosuch'; end $$");

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await Db.ExecuteAsync($"call finish()", Token));

        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select count(*) from kept", Token));
    }

    [Fact]
    public async Task A_deferred_constraint_that_fails_at_commit_is_told()
    {
        await RunAsync("create table parts (id int primary key references kept (id) deferrable initially deferred)");

        Assert.IsAssignableFrom<System.Data.Common.DbException>(await Record.ExceptionAsync(
            async () => await Db.InTransactionAsync(static async (tx, ct) => await tx.ExecuteAsync($"insert into parts (id) values ({1})", ct), Token)));

        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from parts", Token));
    }

    [Fact]
    public async Task A_stream_of_a_statement_that_writes_is_run_to_its_end_when_it_is_left()
    {
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await foreach (var id in tx.StreamAsync<int>($"insert into kept (id) select i from generate_series(1, 5000) i returning id", ct))
                {
                    break;
                }

                Assert.Equal(5001, await tx.QueryFirstOrDefaultAsync<int>($"insert into kept (id) select i from generate_series(5001, 9000) i returning id", ct));
            },
            Token);
        await foreach (var id in Db.StreamAsync<int>($"insert into kept (id) select i from generate_series(9001, 14000) i returning id", Token))
        {
            break;
        }

        Assert.Equal(14_000, await CountAsync());
    }

    private static async ValueTask<string> LevelAsync(Database db, TransactionOptions options)
        => await db.InTransactionAsync(options, static async (tx, ct) => await tx.QuerySingleAsync<string>($"select current_setting('transaction_isolation')", ct), Token);
}
