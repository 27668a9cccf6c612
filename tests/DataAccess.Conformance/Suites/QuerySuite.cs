using Xunit;

namespace DataAccess.Conformance;

/// <summary>The query verbs and what becomes of values on the way.</summary>
public abstract class QuerySuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const string Nasty = "Robert'); drop table items; -- \"\\ \u20ac \U0001F600";

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table items (id {TypeOf<int>()} not null primary key, name varchar(100), price {TypeOf<decimal>()})");
        for (var id = 1; id <= 5; id++)
        {
            var name = $"item {id}";
            await Db.ExecuteAsync($"insert into items (id, name, price) values ({id}, {name}, {id * 1.5m})", Token);
        }
    }

    [Fact]
    public async Task Query_gives_all_rows_in_order()
    {
        var rows = await Db.QueryAsync<Item>($"select id, name, price from items where id > {2} order by id", Token);

        Assert.Equal([new Item(3, "item 3", 4.5m), new Item(4, "item 4", 6m), new Item(5, "item 5", 7.5m)], rows);
    }

    [Fact]
    public async Task Query_without_rows_gives_an_empty_list()
        => Assert.Empty(await Db.QueryAsync<Item>($"select id, name, price from items where id = {99}", Token));

    [Fact]
    public async Task A_value_is_a_parameter_whatever_it_holds()
    {
        await Db.ExecuteAsync($"update items set name = {Nasty} where id = {1}", Token);

        Assert.Equal(Nasty, await Db.QuerySingleAsync<string>($"select name from items where name = {Nasty}", Token));
        Assert.Equal(5, await Db.QuerySingleAsync<int>($"select count(*) from items", Token));
    }

    [Fact]
    public async Task Fragments_nest_and_may_be_null()
    {
        SqlStatement filter = $"and name <> {"item 4"}";
        SqlStatement? none = null;

        var ids = await Db.QueryAsync<int>($"select id from items where id > {2} {filter} {none} order by id", Token);

        Assert.Equal([3, 5], ids);
    }

    [Fact]
    public async Task A_nested_interpolated_string_is_a_fragment_too()
        => Assert.Equal([2], await Db.QueryAsync<int>($"select id from items {$"where id = {2}"}", Token));

    [Fact]
    public async Task An_identifier_is_quoted()
    {
        var column = SqlStatement.Identifier("name");

        Assert.Equal("item 2", await Db.QuerySingleAsync<string>($"select {column} from {SqlStatement.Identifier("items")} where id = {2}", Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_list_expands_after_in(int count)
    {
        var ids = Enumerable.Range(1, count).ToList();

        Assert.Equal(ids, await Db.QueryAsync<int>($"select id from items where id in {ids} order by id", Token));
        Assert.Equal(Enumerable.Range(count + 1, 5 - count), await Db.QueryAsync<int>($"select id from items where id not in {ids} order by id", Token));
    }

    [Fact]
    public async Task A_list_of_text_expands_after_in()
    {
        string[] names = ["item 1", "item 5", "nothing"];

        Assert.Equal([1, 5], await Db.QueryAsync<int>($"select id from items where name in {names} order by id", Token));
    }

    [Fact]
    public async Task A_list_of_a_thousand_expands_after_in()
    {
        var ids = Enumerable.Range(1, 1_000).ToArray();

        Assert.Equal(5, await Db.QuerySingleAsync<int>($"select count(*) from items where id in {ids}", Token));
    }

    [Fact]
    public async Task Null_is_sent_with_the_type_of_its_place()
    {
        int? id = null;
        string? name = null;

        Assert.Empty(await Db.QueryAsync<int>($"select id from items where id = {id} or name = {name}", Token));
        await Db.ExecuteAsync($"update items set name = {name} where id = {1}", Token);
        Assert.Null(await Db.QuerySingleAsync<string?>($"select name from items where id = {1}", Token));
    }

    [Fact]
    public async Task Single_wants_exactly_one_row()
    {
        Assert.Equal("item 1", (await Db.QuerySingleAsync<Item>($"select * from items where id = {1}", Token)).Name);

        var none = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.QuerySingleAsync<Item>($"select * from items where id = {99}", Token));
        var many = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.QuerySingleAsync<Item>($"select * from items where id < {3}", Token));
        Assert.Contains("no row", none.Message, StringComparison.Ordinal);
        Assert.Contains("more than one row", many.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("99", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Single_or_default_wants_at_most_one_row()
    {
        Assert.Null(await Db.QuerySingleOrDefaultAsync<Item>($"select * from items where id = {99}", Token));
        Assert.NotNull(await Db.QuerySingleOrDefaultAsync<Item>($"select * from items where id = {1}", Token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.QuerySingleOrDefaultAsync<Item>($"select * from items", Token));
    }

    [Fact]
    public async Task First_or_default_reads_the_first_row_only()
    {
        Assert.Equal(1, (await Db.QueryFirstOrDefaultAsync<Item>($"select * from items order by id", Token))?.Id);
        Assert.Null(await Db.QueryFirstOrDefaultAsync<Item>($"select * from items where id = {99}", Token));
    }

    [Fact]
    public async Task Scalar_gives_the_first_column_of_the_first_row()
    {
        Assert.Equal(5, await Db.ScalarAsync<int>($"select id, name from items order by id desc", Token));
        Assert.Null(await Db.ScalarAsync<int?>($"select id from items where id = {99}", Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.ScalarAsync<Item>($"select * from items", Token));
    }

    [Fact]
    public async Task Two_results_come_together()
    {
        var (ids, items) = await Db.QueryMultipleAsync<int, Item>(
            $"select id from items where id > {3} order by id", $"select * from items where name = {"item 2"}", Token);

        Assert.Equal([4, 5], ids);
        Assert.Equal(2, Assert.Single(items).Id);
        Assert.Equal((0, 0), await CountsOfNothingAsync());

        async Task<(int, int)> CountsOfNothingAsync()
        {
            var (none, nothing) = await Db.QueryMultipleAsync<int, int>($"select id from items where id = {99}", $"select id from items where id = {98}", Token);
            return (none.Count, nothing.Count);
        }
    }

    [Fact]
    public async Task Execute_gives_the_number_of_changed_rows()
        => Assert.Equal(3, await Db.ExecuteAsync($"delete from items where id <= {3}", Token));

    [Fact]
    public async Task Stream_gives_the_rows_in_order()
    {
        var ids = new List<int>();
        await foreach (var item in Db.StreamAsync<Item>($"select * from items order by id", Token))
        {
            ids.Add(item.Id);
        }

        Assert.Equal([1, 2, 3, 4, 5], ids);
    }

    [Fact]
    public async Task Leaving_a_stream_early_gives_the_connection_back()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        for (var i = 0; i < 3; i++)
        {
            await foreach (var id in db.StreamAsync<int>($"select id from items order by id", Token))
            {
                Assert.Equal(1, id);
                break;
            }
        }

        Assert.Equal(5, await db.QuerySingleAsync<int>($"select count(*) from items", Token));
        Assert.Equal(0, db.Connections.Statistics.Leased);
    }

    [Fact]
    public async Task A_wrong_statement_leaves_a_usable_connection()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);

        await Assert.ThrowsAnyAsync<Exception>(async () => await db.QueryAsync<int>($"select nonsense from items", Token));

        Assert.Equal(5, await db.QuerySingleAsync<int>($"select count(*) from items", Token));
    }

    [Fact]
    public async Task A_changed_table_does_not_break_a_prepared_statement()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        SqlStatement Query(int id) => $"select * from items where id = {id}";
        Assert.Equal("item 1", (await db.QuerySingleAsync<Item>(Query(1), Token)).Name);

        await RunAsync("alter table items add column extra varchar(10)");
        await RunAsync("update items set extra = 'x'");

        Assert.Equal("x", (await db.QuerySingleAsync<WideItem>(Query(2), Token)).Extra);
    }

    [Fact]
    public async Task A_table_made_anew_with_its_columns_in_another_order_is_read_right()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        async Task<Named> ReadAsync() => await db.QuerySingleAsync<Named>($"select * from swapped", Token);
        await RunAsync("create table swapped (first varchar(20), last varchar(20))");
        await RunAsync("insert into swapped (first, last) values ('Ada', 'Lovelace')");
        Assert.Equal(("Ada", "Lovelace"), await NamesAsync());

        await RunAsync("drop table swapped");
        await RunAsync("create table swapped (last varchar(20), first varchar(20))");
        await RunAsync("insert into swapped (first, last) values ('Ada', 'Lovelace')");

        Assert.Equal(("Ada", "Lovelace"), await NamesAsync());

        async Task<(string, string)> NamesAsync()
        {
            var row = await ReadAsync();
            return (row.First, row.Last);
        }
    }

    [Fact]
    public async Task Concurrent_queries_share_a_small_pool()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 2);

        var counts = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => await db.QuerySingleAsync<int>($"select {i} + count(*) from items", Token)));

        Assert.Equal(Enumerable.Range(5, 100), counts);
        Assert.True(db.Connections.Statistics.Opened <= 3);
    }

    [Fact]
    public async Task A_token_cancelled_before_the_call_sends_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Db.ExecuteAsync($"delete from items", cancelled.Token));

        Assert.Equal(5, await Db.QuerySingleAsync<int>($"select count(*) from items", Token));
    }

    /// <summary>A row as a record.</summary>
    public sealed record Item(int Id, string? Name, decimal Price);

    /// <summary>Two columns of one type.</summary>
    public sealed record Named(string First, string Last);

    /// <summary>The row after a column was added.</summary>
    public sealed class WideItem
    {
        public int Id { get; set; }

        public string? Extra { get; set; }
    }
}
