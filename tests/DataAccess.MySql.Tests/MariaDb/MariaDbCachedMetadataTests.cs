using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>MariaDB does not send the columns of a prepared statement again. The driver keeps them in a buffer of the session, and reads their names late.</summary>
public sealed class MariaDbCachedMetadataTests() : DatabaseSuite(MariaDbEngine.Shared)
{
    // It leaves nothing in the session, which would otherwise be reset.
    private static SqlStatement Nothing => $"update pair set second = second where first = {99}";

    private sealed record Pair(int First, string Second);

    private sealed record Other(string Second, int First);

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create table pair (first int not null primary key, second longtext not null)");
        await RunAsync("insert into pair values (1, 'b')");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Names_of_columns_stay_those_of_their_statement(int rowOfFirst)
    {
        await using var one = Reopen(static options => options.Connections.MaxConnections = 1);
        await one.QueryAsync<Pair>(PairOf(1), Token);
        await one.QueryAsync<Other>(OtherOf(1), Token);
        await RunAsync("alter table pair add column third int");
        for (var n = 0; n < 3; n++)
        {
            await one.QueryAsync<Pair>(PairOf(rowOfFirst), Token);
            await one.QueryAsync<Other>(OtherOf(rowOfFirst), Token);
            await one.CountEachAsync([Nothing, Nothing], Token);
            Assert.Equal(new Pair(1, "b"), await one.QuerySingleAsync<Pair>(PairOf(1), Token));
            Assert.Equal(new Other("b", 1), await one.QuerySingleAsync<Other>(OtherOf(1), Token));
        }
    }

    [Fact]
    public async Task Names_of_a_join_stay_those_of_their_statement_also_in_a_transaction()
    {
        await using var one = Reopen(static options => options.Connections.MaxConnections = 1);
        for (var n = 0; n < 5; n++)
        {
            var row = n % 2 == 0 ? 7 : 1;
            await one.InTransactionAsync(
                async (tx, ct) =>
                {
                    var pairs = await tx.QueryAsync<Pair>(
                        $"select a.first, p.second from (select * from (select first from pair where first = {row} limit 2) b0 union all select * from (select first from pair where first = {77} limit 2) b1) a join pair p on p.first = a.first", ct);
                    Assert.Equal(row == 1 ? [new Pair(1, "b")] : [], pairs);
                    await tx.CountEachAsync([Nothing, Nothing], ct);
                },
                Token);
        }
    }

    [Fact]
    public async Task Row_of_a_returning_statement_keeps_its_names_and_is_inserted_once()
    {
        await using var one = Reopen(static options => options.Connections.MaxConnections = 1);
        await one.QuerySingleAsync<Pair>($"insert into pair (first, second) values ({2}, {"c"}) returning first, second", Token);
        await RunAsync("alter table pair add column third int");
        for (var n = 3; n < 6; n++)
        {
            Assert.Equal(new Pair(n, "c"), await one.QuerySingleAsync<Pair>($"insert into pair (first, second) values ({n}, {"c"}) returning first, second", Token));
            await one.CountEachAsync([Nothing, Nothing], Token);
        }

        Assert.Equal(5, await one.ScalarAsync<long>($"select count(*) from pair", Token));
    }

    private static SqlStatement PairOf(int first) => $"select first, second from pair where first = {first}";

    private static SqlStatement OtherOf(int first) => $"select second, first from pair where first = {first}";
}
