using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>Enums go by name into columns of names and by number into numbers, on every path; where that cannot be told, it is an error.</summary>
public abstract class MySqlEnumSuite(TestEngine engine) : DatabaseSuite(engine)
{
    public enum Status
    {
        New,
        Paid,
        Sent,
    }

    [Flags]
    public enum Marks
    {
        None = 0,
        Red = 1,
        Blue = 4,
    }

    protected override async ValueTask SetUpAsync()
        => await RunAsync("create table orders (id int not null primary key, status enum('sent','new','paid') not null, code int not null, marks set('blue','red') not null)");

    [Fact]
    public async Task Pages_follow_the_order_of_a_columns_names()
    {
        await RunAsync("create table stages (status enum('sent','new','it''s, done','paid') not null, marks set('blue','red') not null, n int not null, primary key (status, marks))");
        var stages = new Stages(Db);
        await stages.InsertManyAsync(
            from status in Enum.GetValues<Status>() from marks in (Marks[])[Marks.None, Marks.Red, Marks.Blue, Marks.Red | Marks.Blue] select new Stage(status, marks, 1), Token);
        var whole = await stages.QueryAsync($"order by status, marks", Token);
        var backwards = PageOrder.By<Stage>(static s => s.Marks).ThenByDescending(static s => s.Status);
        var mixed = await stages.QueryAsync($"order by marks, status desc", Token);

        var (seen, seenMixed) = (new List<Stage>(), new List<Stage>());
        for (var page = await stages.PageAsync(5, cancellationToken: Token); page.Items.Count > 0 && Math.Max(seen.Count, seenMixed.Count) <= 20; page = await stages.PageAfterAsync(page.Last, 5, cancellationToken: Token))
        {
            seen.AddRange(page.Items);
        }

        for (var page = await stages.PageAsync(5, backwards, cancellationToken: Token); page.Items.Count > 0 && Math.Max(seen.Count, seenMixed.Count) <= 20; page = await stages.PageAfterAsync(page.Last!, 5, backwards, cancellationToken: Token))
        {
            seenMixed.AddRange(page.Items);
        }

        Assert.Equal(whole, seen);
        Assert.Equal([Marks.Blue, Marks.None], (await new PaidStages(Db).QueryAsync($"where marks <> {Marks.Red} and n = {1} and marks <= {Marks.Blue} order by marks desc", Token)).Select(static s => s.Marks));
        Assert.Equal(mixed, seenMixed);
        Assert.Equal([Status.New, Status.Paid], await Db.QueryAsync<Status>($"select distinct status from stages where status > {Status.Sent} order by status", Token));
        Assert.Equal([Status.Sent, Status.New], await Db.QueryAsync<Status>($"select distinct status from stages where status between {Status.Sent} and {Status.New} order by status", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(3_000)]
    public async Task The_writer_stores_names(int rows)
    {
        await using var writer = Db.CreateWriter<Order>();
        await writer.WriteManyAsync(Enumerable.Range(0, rows).Select(Row), Token);

        await AssertStoredAsync(rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_writer_stores_names_once_and_over_others(bool exactlyOnce)
    {
        await RunAsync("insert into orders (id, status, code, marks) values (1, 'sent', 9, '')");
        await using var writer = Db.CreateWriter<Order>(new() { ExactlyOnce = exactlyOnce, OnConflict = exactlyOnce ? ConflictAction.Error : ConflictAction.Update });
        if (exactlyOnce)
        {
            await writer.EnsureLedgerAsync(Token);
        }

        foreach (var id in exactlyOnce ? (int[])[0, 2] : [0, 1, 2])
        {
            await writer.WriteAsync(Row(id), Token);
        }

        Assert.Equal(exactlyOnce ? ["new", "sent"] : ["new", "paid", "sent"], await Db.QueryAsync<string>($"select status from orders where code < {9} order by id", Token));
    }

    [Fact]
    public async Task A_repository_stores_and_finds_names()
    {
        var orders = new Orders(Db);
        await orders.InsertAsync(Row(0), Token);
        await orders.InsertManyAsync([Row(1), Row(2)], Token);
        await AssertStoredAsync(3);

        await orders.UpdateAsync(new Order(0, Status.Sent, Status.Paid, Marks.Blue), Token);
        await orders.UpsertAsync(new Order(1, Status.New, Status.New, Marks.None), Token);

        Assert.Equal(["sent", "new", "sent"], await Db.QueryAsync<string>($"select status from orders order by id", Token));
        Assert.Equal(["blue", "", "blue,red"], await Db.QueryAsync<string>($"select marks from orders order by id", Token));
        Assert.Equal([0, 2], (await orders.SentAsync(Token)).Select(static o => o.Id));
    }

    [Fact]
    public async Task Parameters_are_sent_by_name_to_columns_of_names()
    {
        await Db.ExecuteAsync($"insert into orders (id, status, code, marks) values ({0}, {Status.New}, {Status.New}, {Marks.Red}), ({1}, {Status.Paid}, {Status.Paid}, {Marks.None})", Token);
        await Db.ExecuteAsync($"insert into orders set id = {2}, status = {Status.Sent}, code = {Status.Sent}, marks = {Marks.Red | Marks.Blue}", Token);

        Assert.Equal([1], await Db.QueryAsync<int>($"select id from orders where status = {Status.Paid} and code = {Status.Paid}", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from orders where marks = {Marks.Red | Marks.Blue} and marks in {new[] { Marks.Red | Marks.Blue }}", Token));
        Assert.Equal([0, 1], await Db.QueryAsync<int>($"select id from orders where marks <> {Marks.Red | Marks.Blue} order by id", Token));
        Assert.Equal([1], await Db.QueryAsync<int>($"select o.id from orders o where o.status = {Status.Paid}", Token));
        Assert.Equal([1], await Db.QueryAsync<int>($"select id from orders where {Status.Paid} = orders.status", Token));
        Assert.Equal([0, 2], await Db.QueryAsync<int>($"select id from orders where status <> {Status.Paid} order by id", Token));
        Assert.Equal([0, 2], await Db.QueryAsync<int>($"select id from orders where status in {new[] { Status.New, Status.Sent }} order by id", Token));
        Assert.Equal([0, 2], await Db.QueryAsync<int>($"select id from orders where status in ({Status.New}, {Status.Sent}) order by id", Token));
        Assert.Equal([1], await Db.QueryAsync<int>($"select id from orders where status not in {new[] { Status.New, Status.Sent }} order by id", Token));
        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select id from orders where code in {new[] { Status.Paid, Status.Sent }} order by id", Token));
        Assert.Equal(1, await Db.ExecuteAsync($"update orders set status = {Status.Sent}, code = {Status.New} where status = {Status.Paid}", Token));
        Assert.Equal([Status.New, Status.Sent, Status.Sent], await Db.QueryAsync<Status>($"select status from orders order by id", Token));
        Status? none = null;
        Assert.Empty(await Db.QueryAsync<int>($"select id from orders where status = {none}", Token));
    }

    [Fact]
    public async Task What_the_text_does_not_show_is_an_error()
    {
        var insert = await Assert.ThrowsAsync<MappingException>(async () => await Db.ExecuteAsync($"insert into orders values ({0}, {Status.New}, {0}, {""})", Token));
        var call = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<int>($"select id from orders where coalesce(status, 'new') = {Status.New}", Token));

        await RunAsync("create table numbers (id int not null primary key, status int not null, other enum('New','Paid') not null)");
        await RunAsync("create procedure find (status enum('sent','new','paid')) select status");
        SqlStatement[] unclear =
        [
            $"select o.id from orders o join numbers n on n.id = o.id where o.status = {Status.Paid}",
            $"select id from (select id, code as status from orders) x where x.status = {Status.Paid}",
            $"select id from (select id, code status from orders) x where x.status = {Status.Paid}",
            $"with x as (select id, status as n from orders) select id from x where n = {Status.Paid}",
            $"select id from orders where status collate utf8mb4_bin = {Status.Paid}",
            $"select status as s from orders having s = {Status.Paid}",
            $"call find({Status.Paid})",
        ];
        foreach (var statement in unclear)
        {
            await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<string>(statement, Token));
        }

        Assert.All([insert, call], static error => Assert.All(["Status", "ToString()"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal)));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from orders", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select {Status.Paid}", Token));
    }

    [Fact]
    public async Task A_value_without_a_name_or_a_name_without_a_place_is_rejected()
    {
        await using var writer = Db.CreateWriter<Order>();

        await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(new Order(1, (Status)7, Status.New, Marks.None), Token));
        await Assert.ThrowsAnyAsync<Exception>(async () => await new Orders(Db).InsertAsync(new Order(1, (Status)7, Status.New, Marks.None), Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.ExecuteAsync($"update orders set status = {(Status)2 + 5}", Token));
        await RunAsync("create table other (id int not null primary key, status enum('x','y','z') not null)");
        await using var others = Db.CreateWriter<Other>();
        await Assert.ThrowsAsync<RowRejectedException>(async () => await others.WriteAsync(new Other(1, Status.New), Token));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select (select count(*) from orders) + (select count(*) from other)", Token));
    }

    private static Order Row(int id) => new(id, (Status)(id % 3), (Status)(id % 3), id % 3 == 2 ? Marks.Red | Marks.Blue : Marks.Red);

    private async Task AssertStoredAsync(int rows)
    {
        Assert.Equal<IEnumerable<string>>(Enumerable.Range(0, rows).Select(static i => (i % 3) switch { 0 => "new", 1 => "paid", _ => "sent" }), await Db.QueryAsync<string>($"select status from orders order by id", Token));
        Assert.Equal(Enumerable.Range(0, rows).Select(static i => i % 3), await Db.QueryAsync<int>($"select code from orders order by id", Token));
        Assert.Equal<IEnumerable<string>>(Enumerable.Range(0, rows).Select(static i => i % 3 == 2 ? "blue,red" : "red"), await Db.QueryAsync<string>($"select marks from orders order by id", Token));
        Assert.Equal(Enumerable.Range(0, rows).Select(Row), await Db.QueryAsync<Order>($"select * from orders order by id", Token));
    }

    [Table("orders")]
    public sealed record Order(int Id, Status Status, Status Code, Marks Marks);

    [Table("other")]
    public sealed record Other(int Id, Status Status);

    public sealed class Orders(DatabaseSession db) : Repository<Order, int>(db)
    {
        public ValueTask<IReadOnlyList<Order>> SentAsync(CancellationToken cancellationToken) => QueryAsync($"where status = {Status.Sent} order by id", cancellationToken);
    }

    [Table("stages")]
    public sealed record Stage([property: Key] Status Status, [property: Key] Marks Marks, int N);

    private sealed class PaidStages(DatabaseSession db) : Repository<Stage, (Status, Marks)>(db)
    {
        protected override SqlStatement? Filter => $"status = {Status.Paid}";
    }

    private sealed class Stages(DatabaseSession db) : Repository<Stage, (Status, Marks)>(db);

    [Fact]
    public async Task Pages_by_a_text_over_a_column_of_names_have_every_row_once()
    {
        await RunAsync("create table ranked (id int primary key, size enum('small', 'big', 'all'), marks set('z', 'a', 'm'))");
        await RunAsync("insert into ranked values (1, 'all', 'z'), (2, 'small', 'a,m'), (3, 'big', null), (4, 'small', 'm'), (5, null, 'z,a'), (6, 'all', ''), (7, 'big', 'a'), (8, 'small', 'z')");
        await RunAsync("create table sized (size enum('z', 'a', 'm') primary key, n int)");
        await RunAsync("insert into sized values ('a', 1), ('m', 2), ('z', 3)");
        var ranked = new RankedRows(Db);
        PageOrder<Ranked>[] orders =
        [
            PageOrder.By<Ranked>(static row => row.Size), PageOrder.ByDescending<Ranked>(static row => row.Size), PageOrder.By<Ranked>(static row => row.Marks),
            PageOrder.By<Ranked>(static row => row.Size).ThenByDescending(static row => row.Marks),
        ];
        foreach (var order in orders)
        {
            var ids = new List<int>();
            for (var page = await ranked.PageAsync(2, order, cancellationToken: Token); page.Items.Count > 0; page = await ranked.PageAfterAsync(page.Last!, 2, order, cancellationToken: Token))
            {
                ids.AddRange(page.Items.Select(static row => row.Id));
            }

            Assert.Equal(Enumerable.Range(1, 8), ids.Order());
        }

        var sized = new SizedRows(Db);
        var first = await sized.PageAsync(1, cancellationToken: Token);
        Assert.Equal(["a", "m"], (await sized.PageAfterAsync(first.Last!, 5, cancellationToken: Token)).Items.Select(static row => row.Size), StringComparer.Ordinal);
    }

    [Table("ranked")]
    public sealed record Ranked(int Id, string? Size, string? Marks);

    [Table("sized")]
    public sealed record Sized([property: System.ComponentModel.DataAnnotations.Key] string Size, int N);

    private sealed class RankedRows(DatabaseSession db) : Repository<Ranked, int>(db);

    private sealed class SizedRows(DatabaseSession db) : Repository<Sized, string>(db);
}
