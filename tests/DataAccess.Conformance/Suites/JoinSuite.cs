using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Joins whose rows become several objects, and objects with lists.</summary>
public abstract class JoinSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const string Joined = "select o.*, c.* from sales o left join clients c on c.id = o.client_id";

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create table clients (id int not null primary key, name varchar(20))");
        await RunAsync("create table sales (id int not null primary key, client_id int, total int not null)");
        await RunAsync("create table items (sale_id int not null, line int not null, article varchar(20) not null, primary key (sale_id, line))");
        await RunAsync("insert into clients (id, name) values (1, 'ada'), (2, 'bob')");
        await RunAsync("insert into sales (id, client_id, total) values (10, 1, 5), (11, 2, 6), (12, null, 7)");
        await RunAsync("insert into items (sale_id, line, article) values (10, 1, 'bolt'), (11, 1, 'nut'), (10, 2, 'saw')");
    }

    [Fact]
    public async Task Each_object_begins_at_its_key()
    {
        var rows = await Db.QueryAsync<(Sale Sale, Client? Client)>($"{SqlStatement.Raw(Joined)} order by o.id", Token);

        Assert.Equal([10, 11, 12], rows.Select(static row => row.Sale.Id));
        Assert.Equal([new Client(1, "ada"), new Client(2, "bob"), null], rows.Select(static row => row.Client));
        Assert.Equal(5, rows[0].Sale.Total);
    }

    [Fact]
    public async Task Three_objects_and_single_values_next_to_them()
    {
        var (item, sale, client, count) = await Db.QueryFirstOrDefaultAsync<(Item Item, Sale Sale, Client Client, int Count)>(
            $"""
            select i.*, s.*, c.*, (select count(*) from items) as n
            from items i join sales s on s.id = i.sale_id join clients c on c.id = s.client_id order by i.sale_id, i.line
            """,
            Token);

        Assert.Equal((10, 1, "bolt"), (item.SaleId, item.Line, item.Article));
        Assert.Equal((10, "ada", 3), (sale.Id, client.Name, count));
        Assert.Equal((3, 11), await FirstAsync());

        async Task<(int, int)> FirstAsync()
        {
            var (total, other) = await Db.QuerySingleAsync<(int, Sale)>($"select 3, s.* from sales s where id = {11}", Token);
            return (total, other.Id);
        }
    }

    [Fact]
    public async Task Objects_may_be_structs()
    {
        var rows = await Db.QueryAsync<(Sale Sale, ClientName? Client)>(SqlStatement.SplitOn($"select o.*, c.name from sales o left join clients c on c.id = o.client_id order by o.id", "name"), Token);

        Assert.Equal([new ClientName("ada"), new ClientName("bob"), null], rows.Select(static row => row.Client));
    }

    [Fact]
    public async Task SplitOn_says_where_objects_begin()
    {
        var rows = await Db.QueryAsync<(Sale, NamedClient?)>(
            SqlStatement.SplitOn($"select o.*, c.name, c.id as number from sales o left join clients c on c.id = o.client_id order by o.id", "name"), Token);
        Assert.Equal("ada bob ", string.Join(' ', rows.Select(static row => row.Item2?.Name)));

        var marked = await Db.QueryAsync<(Sale, Client?, int)>(
            SqlStatement.SplitOn($"select o.*, '' as split, c.*, o.total + 1 as more from sales o left join clients c on c.id = o.client_id where o.id = {10}", "split", "more"), Token);
        Assert.Equal((10, "ada", 6), (marked[0].Item1.Id, marked[0].Item2?.Name, marked[0].Item3));
    }

    [Fact]
    public async Task The_same_text_may_be_split_in_two_ways()
    {
        SqlStatement Statement() => $"select s.id, s.client_id, s.total, s.id, s.id as client_id, s.total + 1 as total from sales s where s.id = {10}";

        var byKey = await Db.QuerySingleAsync<(Sale, Sale)>(Statement(), Token);
        var one = await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<(Sale, Sale)>(SqlStatement.SplitOn(Statement(), "client_id"), Token));

        Assert.Equal((5, 6), (byKey.Item1.Total, byKey.Item2.Total));
        Assert.Contains("two columns for Sale.Id", one.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefixes_tell_objects_apart()
    {
        var rows = await Db.QueryAsync<(Sale Sale, Client? Client)>(
            SqlStatement.SplitByPrefix(
                $"select c.name as buyer_name, o.id, o.client_id, o.total, c.id as buyer_id from sales o left join clients c on c.id = o.client_id order by o.id", "", "buyer_"),
            Token);
        Assert.Equal([new Client(1, "ada"), new Client(2, "bob"), null], rows.Select(static row => row.Client));
        Assert.Equal([10, 11, 12], rows.Select(static row => row.Sale.Id));

        var nested = await Db.QueryAsync<(Sale Sale, Client? Client)>(
            SqlStatement.SplitByPrefix(
                $"select * from (select o.id as s_id, o.client_id as s_client_id, o.total as s_total, c.id as c_id, c.name as c_name from sales o join clients c on c.id = o.client_id) x order by s_id", "s_", "c_"),
            Token);
        Assert.Equal([(10, 1, "ada"), (11, 2, "bob")], nested.Select(static row => (row.Sale.Id, row.Sale.ClientId!.Value, row.Client!.Name)));
    }

    [Fact]
    public async Task What_is_not_known_is_an_error_that_says_what_to_do()
    {
        var noKey = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(Sale, NamedClient)>($"{SqlStatement.Raw(Joined)}", Token));
        var noColumn = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(Sale, Item)>($"select o.*, 1 as line from sales o", Token));
        var wrongSplit = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(Sale, Client)>(SqlStatement.SplitOn($"{SqlStatement.Raw(Joined)}", "nothing"), Token));
        var tooMany = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(Sale, Client)>(SqlStatement.SplitOn($"{SqlStatement.Raw(Joined)}", "id", "id"), Token));
        var noPrefix = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(Sale, Client)>(SqlStatement.SplitByPrefix($"{SqlStatement.Raw(Joined)}", "", "x_"), Token));
        var oneObject = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Sale>(SqlStatement.SplitOn($"{SqlStatement.Raw(Joined)}", "id"), Token));
        var partial = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(Sale, Client)>($"select o.*, c.id from sales o join clients c on c.id = o.client_id", Token));
        var missing = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(Numbered, Sale)>($"select c.id as number, o.* from sales o left join clients c on c.id = o.client_id where o.id = {12}", Token));

        Assert.All(["NamedClient has no key", "SplitOn", "[Key]"], part => Assert.Contains(part, noKey.Message, StringComparison.Ordinal));
        Assert.All(["element 2", "the key of Item", "client_id"], part => Assert.Contains(part, noColumn.Message, StringComparison.Ordinal));
        Assert.Contains("'nothing'", wrongSplit.Message, StringComparison.Ordinal);
        Assert.Contains("2 columns", tooMany.Message, StringComparison.Ordinal);
        Assert.Contains("element 2", noPrefix.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Sale is one object", oneObject.Message, StringComparison.Ordinal);
        Assert.All(["element 2 (Client)", "'name'"], part => Assert.Contains(part, partial.Message, StringComparison.Ordinal));
        Assert.All(["'number'", "null"], part => Assert.Contains(part, missing.Message, StringComparison.Ordinal));
        var noRow = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<ClientName?>($"select name from clients", Token));
        Assert.Contains("ClientName? is no row", noRow.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SqlStatement.SplitOn($"select 1"));
        Assert.Throws<ArgumentException>(() => SqlStatement.SplitByPrefix($"select 1", "a", "A"));
    }

    [Fact]
    public async Task Children_are_added_to_their_parents()
    {
        var sales = await Db.QueryGroupedAsync(
            $"select s.*, i.* from sales s left join items i on i.sale_id = s.id order by i.line desc, s.id",
            (Basket sale) => sale.Id,
            (Basket sale, Item item) => sale.Items.Add(item),
            Token);

        var order = Engine.Name == "PostgreSQL" ? new[] { 12, 10, 11 } : [10, 11, 12];
        Assert.Equal(order, sales.Select(static sale => sale.Id));
        Assert.Equal("saw bolt", string.Join(' ', sales.Single(static sale => sale.Id == 10).Items.Select(static item => item.Article)));
        Assert.Equal("nut", sales.Single(static sale => sale.Id == 11).Items.Single().Article);
        Assert.Empty(sales.Single(static sale => sale.Id == 12).Items);
    }

    [Fact]
    public async Task Children_may_be_single_values()
    {
        var names = new Dictionary<int, List<string>>();
        await Db.QueryGroupedAsync(
            $"select s.*, i.article from sales s left join items i on i.sale_id = s.id order by s.id, i.line",
            (Sale sale) => sale.Id,
            (Sale sale, string article) => names.GetValueOrDefault(sale.Id, names[sale.Id] = names.GetValueOrDefault(sale.Id, [])).Add(article),
            Token);

        Assert.Equal(["bolt", "saw"], names[10]);
        Assert.Equal(["nut"], names[11]);
        Assert.False(names.ContainsKey(12));
    }

    [Fact]
    public async Task A_row_without_a_parent_is_an_error()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.QueryGroupedAsync(
            $"select c.*, s.* from sales s left join clients c on c.id = s.client_id", (Client client) => client.Id, (Client _, Sale _) => { }, Token));

        Assert.Contains("has no Client", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_reads_joins_in_its_session()
    {
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into clients (id, name) values ({3}, {"cyd"})", ct);
                await tx.ExecuteAsync($"update sales set client_id = {3} where id = {12}", ct);
                Assert.Equal("cyd", (await new Sales(tx).WithClientAsync(12, ct)).Client?.Name);
            },
            Token);
        Assert.Equal("ada", (await new Sales(Db).WithClientAsync(10, Token)).Client?.Name);
    }

    [Row]
    [Table("clients")]
    public sealed record Client(int Id, string Name);

    [Row]
    [Table("sales")]
    public sealed record Sale(int Id, int? ClientId, int Total);

    [Row]
    [Table("items")]
    public sealed record Item([property: Key] int SaleId, [property: Key] int Line, string Article);

    [Row]
    public sealed record NamedClient(string Name);

    [Row]
    public readonly record struct ClientName(string Name);

    [Row]
    public readonly record struct Numbered(int Number);

    [Row]
    public sealed class Basket
    {
        public int Id { get; init; }

        [NotMapped]
        public IList<Item> Items { get; } = [];
    }

    private sealed class Sales(DatabaseSession db) : Repository<Sale, int>(db)
    {
        public ValueTask<(Sale Sale, Client? Client)> WithClientAsync(int id, CancellationToken cancellationToken)
            => Session.QuerySingleAsync<(Sale Sale, Client? Client)>($"{SqlStatement.Raw(Joined)} where o.id = {id}", cancellationToken);
    }
}
