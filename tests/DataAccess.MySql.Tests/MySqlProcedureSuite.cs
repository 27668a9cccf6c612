using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>The ways to call procedures that docs/database-features.md tells.</summary>
public abstract class MySqlProcedureSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create table t (n int)");
        await RunAsync("create procedure close_day(day int, out orders int, inout total decimal(10, 2)) begin insert into t values (day); set orders = day + 1; set total = total * 2; end");
        await RunAsync("create procedure report(day int, out orders int) begin select day as n; select 'x' as name union all select 'y'; set orders = day + 1; end");
    }

    [Fact]
    public async Task Out_and_inout_parameters_are_variables_of_the_session_that_are_read_in_the_same_round_trip()
    {
        for (var i = 0; i < 2; i++)
        {
            var (orders, total) = await Db.QuerySingleAsync<(int Orders, decimal Total)>(
                $"set @total = {2.5m}; call close_day({7}, @orders, @total); select @orders, @total", Token);
            Assert.Equal((8, 5m), (orders, total));
        }

        Assert.Equal([7, 7], await Db.QueryAsync<int>($"select n from t", Token));
        Assert.Null(await Db.QuerySingleAsync<byte[]?>($"select @total", Token));
    }

    [Fact]
    public async Task Results_come_before_the_out_parameters()
    {
        var (days, names, counts) = await Db.QueryMultipleAsync<int, string, int>($"call report({7}, @orders); select @orders", Token);
        Assert.Equal([7], days);
        Assert.Equal(["x", "y"], names);
        Assert.Equal([8], counts);
    }
}
