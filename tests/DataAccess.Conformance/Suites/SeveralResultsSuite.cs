using Xunit;

namespace DataAccess.Conformance;

/// <summary>Several results of one call.</summary>
public abstract class SeveralResultsSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A statement that gives the two results 1 and ('a', 2), and a third one, 3, where it is said; null where the database has none.</summary>
    protected abstract ValueTask<SqlStatement?> SeveralAsync(bool hasThird);

    /// <summary>A statement whose second result does not come for a minute or more; null where the database has none.</summary>
    protected virtual ValueTask<SqlStatement?> EndlessAsync() => new((SqlStatement?)SqlStatement.Raw("select 1; " + Engine.EndlessQuery));

    [Fact]
    public async Task Up_to_five_queries_in_one_call()
    {
        var (first, second, third) = await Db.QueryMultipleAsync<int, string, (int, int)>($"select {1}", $"select 'b'", $"select 3, {4}", Token);
        Assert.Equal((1, "b", (3, 4)), (first.Single(), second.Single(), third.Single()));

        var four = await Db.QueryMultipleAsync<int, int, int, IDictionary<string, object?>>($"select 1 union all select 2 order by 1", $"select 2 from (select 1 as x) t where x = {0}", $"select 3", $"select 4 as n", Token);
        Assert.Equal([1, 2], four.First);
        Assert.Empty(four.Second);
        Assert.Equal(4, Convert.ToInt32(four.Fourth.Single()["n"], null));

        var five = await Db.QueryMultipleAsync<int, int, int, int, int>($"select 1", $"select 2", $"select 3", $"select 4", $"select 5", Token);
        Assert.Equal((1, 2, 3, 4, 5), (five.First[0], five.Second[0], five.Third[0], five.Fourth[0], five.Fifth[0]));
    }

    [Fact]
    public async Task A_statement_without_a_result_is_an_error()
    {
        await RunAsync("create table marks (id int not null primary key)");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await Db.QueryMultipleAsync<int, int, int>($"select 1", $"insert into marks (id) values ({1})", $"select 3", Token));

        Assert.Contains("3 are read", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select 1", Token));
    }

    [Fact]
    public async Task An_error_in_one_leaves_a_usable_transaction_only_where_it_was_read()
    {
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await Assert.ThrowsAsync<MappingException>(async () => await tx.QueryMultipleAsync<int, int, int>($"select 1", $"select 'x'", $"select 3", ct));
                var (one, two, three) = await tx.QueryMultipleAsync<int, int, int>($"select 1", $"select 2", $"select 3", ct);
                Assert.Equal((1, 2, 3), (one[0], two[0], three[0]));
            },
            Token);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_a_usable_connection()
    {
        await using var db = Reopen(static options => options.Connections.MaxConnections = 1);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await db.QueryMultipleAsync<int, long, int>($"select 1", SqlStatement.Raw(Engine.EndlessQuery), $"select 3", cancel.Token));

        Assert.Equal(7, await db.QuerySingleAsync<int>($"select 7", Token));
    }

    [Fact]
    public async Task One_statement_may_give_several_results()
    {
        if (await SeveralAsync(hasThird: false) is not { } two || await SeveralAsync(hasThird: true) is not { } three)
        {
            Assert.Skip($"{Engine.Name} has no statement that gives several results.");
            return;
        }

        for (var i = 0; i < 2; i++)
        {
            var (first, second) = await Db.QueryMultipleAsync<int, (string, int)>(two, Token);
            Assert.Equal((1, ("a", 2)), (first.Single(), second.Single()));
            var all = await Db.QueryMultipleAsync<int, (string, int), int>(three, Token);
            Assert.Equal(3, all.Third.Single());
        }
    }

    [Fact]
    public async Task A_cancelled_statement_of_several_results_leaves_a_usable_connection()
    {
        if (await EndlessAsync() is not { } endless)
        {
            Assert.Skip($"{Engine.Name} has no statement that gives several results.");
            return;
        }

        await using var db = Reopen(static options => options.Connections.MaxConnections = 1);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await db.QueryMultipleAsync<int, long>(endless, cancel.Token));

        Assert.Equal(7, await db.QuerySingleAsync<int>($"select 7", Token));
    }

    [Fact]
    public async Task The_number_of_results_must_be_right()
    {
        if (await SeveralAsync(hasThird: false) is not { } two)
        {
            Assert.Skip($"{Engine.Name} has no statement that gives several results.");
            return;
        }

        var fewer = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.QueryMultipleAsync<int, (string, int), int>(two, Token));
        var more = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await Db.QueryMultipleAsync<int, (string, int)>((await SeveralAsync(hasThird: true))!, Token));
        var misfit = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryMultipleAsync<int, (int, int)>(two, Token));

        Assert.Contains("were 2 results, but 3 are read", fewer.Message, StringComparison.Ordinal);
        Assert.Contains("were 3 results, but 2 are read", more.Message, StringComparison.Ordinal);
        Assert.Contains("element 1", misfit.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select 1", Token));
    }
}
