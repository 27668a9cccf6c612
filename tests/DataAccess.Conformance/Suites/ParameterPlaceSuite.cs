using Xunit;

namespace DataAccess.Conformance;

/// <summary>A value that stands where it would be text, or a constant, is an error that shows the right form; where it is a parameter, it is one.</summary>
public abstract class ParameterPlaceSuite(TestEngine engine) : DatabaseSuite(engine)
{
    [Fact]
    public async Task A_value_inside_quotes_is_an_error()
    {
        var term = "a";
        SqlStatement[] statements =
        [
            $"select '{term}'",
            $"select 1 where 'abc' like '%{term}%'",
            $"select 1 where 'abc' like '{term}%' and 1 = {1}",
            $"select 'it''s {term}'",
            $"select 1 where 'a' = {term} and 'b' = 'x{term}'",
        ];
        foreach (var statement in statements)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(async () => await Db.QueryAsync<string>(statement, Token));
            Assert.Contains("inside quotes", error.Message, StringComparison.Ordinal);
        }

        var pattern = await Assert.ThrowsAsync<ArgumentException>(async () => await Db.ExecuteAsync(statements[1], Token));
        Assert.Contains("Write {\"%\" + value + \"%\"} without quotes", pattern.Message, StringComparison.Ordinal);
        Assert.Equal("a", await Db.QuerySingleAsync<string>($"select 'a' where length('it''s') = {4} and length('') = {0}", Token));
    }

    [Fact]
    public async Task A_value_inside_a_quoted_name_or_a_comment_is_an_error()
    {
        var quote = Db.Dialect.QuoteIdentifier("x")[0];
        var column = "x";
        var name = await Assert.ThrowsAsync<ArgumentException>(
            async () => await Db.QueryAsync<string>($"select {SqlStatement.Raw($"{quote}")}{column}{SqlStatement.Raw($"{quote}")} from t", Token));
        var comment = await Assert.ThrowsAsync<ArgumentException>(async () => await Db.QueryAsync<int>($"select 1 /* {column} */", Token));
        var line = await Assert.ThrowsAsync<ArgumentException>(async () => await Db.QueryAsync<int>($"select 1 -- {column}", Token));

        Assert.Contains("quoted name", name.Message, StringComparison.Ordinal);
        Assert.Contains("comment", comment.Message, StringComparison.Ordinal);
        Assert.Contains("comment", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_after_order_by_or_group_by_is_an_error()
    {
        var column = "name";
        SqlStatement[] statements =
        [
            $"select 1 as name order by {column}",
            $"select 1 as name order by {column} desc",
            $"select 1 as name order by name, {column}",
            $"select 1 as name order by name desc, {column} limit 1",
            $"select 1 as name order by ({column}) limit {1}",
            $"select 1 as name group by {column}",
            $"select 1 as name order by +{column}",
            $"select 1 as name order by name, -({column}) desc",
            $"select 1 as name group by rollup({column})",
            $"select 1 as name group by name, cube(name, {column})",
            $"select 1 as name group by grouping sets((name), ({column}))",
            $"select 1 as name from (select 1 as name order by {column}) as t",
            $"select row_number() over (order by {column}) from (select 1 as name) as t",
            $"select row_number() over (partition by {column} order by name) from (select 1 as name) as t",
        ];
        if (Db.Dialect.SendsListsAsArrays)
        {
            statements = [.. statements, $"select 1 as name order by {column}::text", $"select 1 as name order by ({column}::text) desc"];
        }

        foreach (var statement in statements)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(async () => await Db.QueryAsync<int>(statement, Token));
            Assert.Contains("{SqlStatement.Identifier(name)}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_value_in_an_expression_by_which_rows_are_sorted_is_a_parameter()
    {
        await RunAsync("create table items (id int not null primary key, price int)");
        await RunAsync("insert into items (id, price) values (1, 10), (2, 20), (3, 30)");

        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select id from items where id in /* these */ {(int[])[1, 2]} order by id", Token));
        Assert.Equal([3], await Db.QueryAsync<int>($"select id from items where id not in /* those */ /* and */ {(int[])[1, 2]} order by id", Token));
        Assert.Equal([3, 2, 1], await Db.QueryAsync<int>($"select id from items order by -{1} * id", Token));
        Assert.Equal([2, 1, 3], await Db.QueryAsync<int>($"select id from items order by case when id = {2} then 0 else 1 end, id", Token));
        Assert.Equal([3, 2, 1], await Db.QueryAsync<int>($"select id from items order by price * {-1}", Token));
        Assert.Equal([2, 1, 3], await Db.QueryAsync<int>($"select id from items order by id = {2} desc, abs(price - {0}) limit {3}", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from items where price in ({20}, {21}) order by {SqlStatement.Identifier("price")} limit {1} offset {0}", Token));
        Assert.Equal([1], await Db.QueryAsync<int>($"select id from items group by id having max(price) < {20} order by id limit {1}", Token));
    }
}
