using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>The ways to call procedures and functions that docs/database-features.md tells.</summary>
public sealed class PostgreSqlProcedureTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create table t (n int)");
        await RunAsync("create procedure close_day(day int, out orders int, inout total numeric) language plpgsql as $$ begin insert into t values (day); orders := day + 1; total := total * 2; end $$");
        await RunAsync(
            """
            create function report(a refcursor, b refcursor) returns setof refcursor language plpgsql as
            $$ begin open a for select 1 as n; return next a; open b for select 'x' as name union all select 'y'; return next b; end $$
            """);
    }

    [Fact]
    public async Task Out_and_inout_parameters_come_back_as_a_row()
    {
        var (orders, total) = await Db.QuerySingleAsync<(int Orders, decimal Total)>($"call close_day({7}, {null as int?}, {2.5m})", Token);
        Assert.Equal((8, 5m), (orders, total));
        await Db.InTransactionAsync(
            async (tx, ct) => Assert.Equal((9, 3m), await tx.QuerySingleAsync<(int, decimal)>($"call close_day({8}, {null as int?}, {1.5m})", ct)),
            Token);
        Assert.Equal([7, 8], await Db.QueryAsync<int>($"select n from t order by n", Token));
    }

    [Fact]
    public async Task Cursors_are_fetched_in_the_transaction_that_opened_them()
        => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"select report('first', 'second')", ct);
                Assert.Equal([1], await tx.QueryAsync<int>($"fetch all from first", ct));
                Assert.Equal(["x", "y"], await tx.QueryAsync<string>($"fetch all from second", ct));
            },
            Token);
}
