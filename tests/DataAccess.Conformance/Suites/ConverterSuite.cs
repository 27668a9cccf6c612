using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Text;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Value converters: of a type, of a member, and of a database.</summary>
public abstract class ConverterSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly Ticket First = new(new TicketId(1), "first", null, "s1", Level.High, new Moment(10));
    private static readonly Ticket Second = new(new TicketId(2), "second", new TicketId(1), null, Level.Low, null);

    /// <summary>The type of a column whose numbers the database generates.</summary>
    protected abstract string GeneratedKey { get; }

    protected override async ValueTask SetUpAsync()
        => await RunAsync(
            $"create table ticket (id {TypeOf<long>()} not null primary key, title varchar(50), parent_id {TypeOf<long>()}, secret {TypeOf<byte[]>()}, "
            + $"level varchar(10), at {TypeOf<long>()})");

    private Database Open() => Reopen(static options => options.Converters
        .Add<Moment, long>(static moment => moment.Value, static value => new Moment(value))
        .Add<Level, string>(static level => level.ToString().ToUpperInvariant(), static text => Enum.Parse<Level>(text, ignoreCase: true)));

    [Fact]
    public async Task A_repository_has_typed_keys()
    {
        await using var db = Open();
        var tickets = new Tickets(db);

        Assert.Equal(First.Id, await tickets.InsertAsync(First, Token));
        await tickets.InsertManyAsync([Second], Token);
        Assert.Equal(First, await tickets.GetAsync(new TicketId(1), Token));
        Assert.Null(await tickets.GetAsync(new TicketId(3), Token));
        Assert.Equal([First, Second], (await tickets.GetManyAsync([new TicketId(2), new TicketId(1)], Token)).OrderBy(static t => t.Id.Value));
        Assert.True(await tickets.ExistsAsync(new TicketId(2), Token));
        Assert.Equal([First], (await tickets.PageAsync(1, cancellationToken: Token)).Items);
        Assert.Equal([Second], (await tickets.PageAfterAsync(new TicketId(1), 5, cancellationToken: Token)).Items);

        var changed = Second with { Secret = "new", Level = Level.Low, At = new Moment(7) };
        Assert.True(await tickets.UpdateAsync(changed, Token));
        Assert.True(await tickets.UpdateAsync(changed with { Title = "named" }, static t => new { t.Title, t.At }, Token));
        Assert.Equal(changed with { Title = "named" }, await tickets.GetAsync(changed.Id, Token));
        await tickets.UpsertAsync(changed, Token);
        Assert.Equal(changed, await tickets.GetAsync(changed.Id, Token));
        Assert.True(await tickets.DeleteAsync(new TicketId(2), Token));
        Assert.Equal(1, await tickets.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Concurrent_reads_by_typed_keys_are_answered_each()
    {
        await using var db = Open();
        await using var writer = db.CreateWriter<Ticket>();
        await writer.WriteManyAsync(Enumerable.Range(1, 300).Select(static i => First with { Id = new TicketId(i), Title = $"t{i}" }), Token);
        var tickets = new Tickets(db);

        var found = await Task.WhenAll(Enumerable.Range(1, 400).Select(async i => await tickets.GetAsync(new TicketId(i), Token)));

        Assert.All(found.Index(), static item => Assert.Equal(item.Index < 300 ? $"t{item.Index + 1}" : null, item.Item?.Title));
    }

    [Fact]
    public async Task A_generated_key_is_converted()
    {
        await RunAsync($"create table numbered (id {GeneratedKey}, name varchar(10))");
        var numbered = new NumberedRows(Db);

        var one = await numbered.InsertAsync(new Numbered(default, "one"), Token);
        var two = await numbered.InsertAsync(new Numbered(default, "two"), Token);

        Assert.Equal((1, 2), (one.Value, two.Value));
        Assert.Equal(new Numbered(two, "two"), await numbered.GetAsync(two, Token));
    }

    [Fact]
    public async Task Parameters_lists_and_results_are_converted()
    {
        await using var db = Open();
        var tickets = new Tickets(db);
        await tickets.InsertManyAsync([First, Second], Token);
        TicketId? none = null;
        List<TicketId> both = [new(2), new(1)];

        Assert.Equal("second", await db.QuerySingleAsync<string>($"select title from ticket where id = {new TicketId(2)}", Token));
        Assert.Equal("second", await db.QuerySingleAsync<string>($"select title from ticket where parent_id = {(TicketId?)new TicketId(1)}", Token));
        Assert.Empty(await db.QueryAsync<string>($"select title from ticket where id = {none}", Token));
        Assert.Equal(2, await db.QuerySingleAsync<long>($"select count(*) from ticket where id in {both}", Token));
        Assert.Equal(1, await db.QuerySingleAsync<long>($"select count(*) from ticket where id not in {new object?[] { new TicketId(2), 7L }}", Token));
        Assert.Equal(0, await db.QuerySingleAsync<long>($"select count(*) from ticket where id in {Array.Empty<TicketId>()}", Token));
        Assert.Equal(1, await db.QuerySingleAsync<long>($"select count(*) from ticket where parent_id in {new TicketId?[] { new(1), null }}", Token));
        Assert.Equal(1, await db.QuerySingleAsync<long>($"select count(*) from ticket where level = {Level.High}", Token));
        Assert.Equal(2, await db.QuerySingleAsync<long>($"select count(*) from ticket where level in {new[] { Level.High, Level.Low }}", Token));
        Assert.Equal(1, await db.QuerySingleAsync<long>($"select count(*) from ticket where at = {new Moment(10)}", Token));
        Assert.Equal(0, await db.QuerySingleAsync<long>($"select count(*) from ticket where at = {(Moment?)null}", Token));
        Assert.Equal([new TicketId(1), new TicketId(2)], await db.QueryAsync<TicketId>($"select id from ticket order by id", Token));
        Assert.Equal([null, new TicketId(1)], await db.QueryAsync<TicketId?>($"select parent_id from ticket order by id", Token));
        Assert.Equal([new Moment(10), null], await db.QueryAsync<Moment?>($"select at from ticket order by id", Token));
        Assert.Equal([Level.High, Level.Low], await db.QueryAsync<Level>($"select level from ticket order by id", Token));
        Assert.Equal("HIGH", await db.QuerySingleAsync<string>($"select level from ticket where id = 1", Token));
        await db.ExecuteAsync($"update ticket set at = {new Moment(99)}, level = {Level.Low}, parent_id = {none} where id = {First.Id}", Token);
        Assert.Equal(99, await db.QuerySingleAsync<long>($"select at from ticket where id = 1 and level = 'LOW'", Token));
    }

    [Fact]
    public async Task A_member_has_a_converter_of_its_own()
    {
        await using var db = Open();
        await using (var writer = db.CreateWriter<Ticket>())
        {
            await writer.WriteAsync(First, Token);
            await writer.WriteManyAsync(Enumerable.Range(2, 3_000).Select(static i => First with { Id = new TicketId(i), Secret = $"secret {i}" }), Token);
        }

        Assert.Equal(Encoding.UTF8.GetBytes("1s"), await db.QuerySingleAsync<byte[]>($"select secret from ticket where id = 1", Token));
        Assert.Equal([First, First with { Id = new TicketId(3_001), Secret = "secret 3001" }], await db.QueryAsync<Ticket>($"select * from ticket where id in {(List<long>)[1, 3_001]} order by id", Token));
        var streamed = 0;
        await foreach (var ticket in db.StreamAsync<Ticket>($"select * from ticket", Token))
        {
            streamed += ticket.Secret is not null && ticket.Level == Level.High ? 1 : 0;
        }

        Assert.Equal(3_001, streamed);
    }

    [Fact]
    public async Task Two_databases_convert_a_type_in_two_ways()
    {
        await using var seconds = Open();
        await using var doubled = Reopen(static options => options.Converters
            .Add<Moment, long>(static moment => moment.Value * 2, static value => new Moment(value / 2))
            .Add<Level, string>(static level => level.ToString(), static text => Enum.Parse<Level>(text)));

        await new Tickets(seconds).InsertAsync(First, Token);
        await new Tickets(doubled).InsertAsync(First with { Id = new TicketId(2) }, Token);

        Assert.Equal([10, 20], await Db.QueryAsync<long>($"select at from ticket order by id", Token));
        Assert.Equal(new Moment(10), (await new Tickets(doubled).GetAsync(new TicketId(2), Token))!.At);
        Assert.Equal(new Moment(20), (await seconds.QuerySingleAsync<Moment>($"select at from ticket where id = {new TicketId(2)}", Token)));
    }

    [Fact]
    public async Task A_converter_that_throws_rejects_its_row_and_names_the_member()
    {
        await using var db = Open();
        await using var writer = db.CreateWriter<Ticket>();
        var good = writer.WriteAsync(First, Token).AsTask();
        var bad = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(Second with { Secret = "bad" }, Token));
        await good;
        Assert.Contains("Ticket.Secret threw FormatException", bad.Message, StringComparison.Ordinal);

        await db.ExecuteAsync($"update ticket set secret = {Encoding.UTF8.GetBytes("dab")}", Token);
        var read = await Assert.ThrowsAsync<MappingException>(async () => await db.QueryAsync<Ticket>($"select * from ticket", Token));
        Assert.Contains("'secret'", read.Message, StringComparison.Ordinal);
        Assert.Contains("Secret of type String: the converter ReversingConverter threw FormatException", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_database_s_converter_the_member_is_named()
    {
        var written = Assert.Throws<MappingException>(() => Db.CreateWriter<Ticket>());
        await RunAsync("insert into ticket (id) values (1)");
        var read = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Ticket>($"select * from ticket", Token));

        Assert.Contains("Ticket.At is of type Moment, which cannot be stored in a column", written.Message, StringComparison.Ordinal);
        Assert.Contains("ValueConverter", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_keys_and_keys_of_members_are_converted()
    {
        await RunAsync($"create table line (ticket_id {TypeOf<long>()}, code varchar(20), name varchar(20), primary key (ticket_id, code))");
        await RunAsync("create table coded (code varchar(20) not null primary key, name varchar(20))");
        var lines = new Lines(Db);
        var coded = new CodedRows(Db);
        await lines.InsertManyAsync([new Line(new(1), "ab", "one"), new Line(new(1), "cd", "two"), new Line(new(2), "ab", "three")], Token);
        await coded.InsertManyAsync([new Coded("ab", "one"), new Coded("cd", "two")], Token);

        var found = await Task.WhenAll(Enumerable.Range(1, 3).SelectMany(static id => "ab cd".Split(' ').Select(code => (id, code))).Select(async key => (await lines.GetAsync((new(key.id), key.code), Token))?.Name));
        var names = await Task.WhenAll("ab cd ba ab".Split(' ').Select(async code => (await coded.GetAsync(code, Token))?.Name));

        Assert.Equal(["one", "two", "three", null, null, null], found);
        Assert.Equal(["one", "two", null, "one"], names);
        Assert.Equal("dc", await Db.QuerySingleAsync<string>($"select code from coded where name = 'two'", Token));
        Assert.Equal(2, (await coded.GetManyAsync(["cd", "ab", "xx"], Token)).Count);
        Assert.Equal(2, (await lines.GetManyAsync([(new(1), "cd"), (new(2), "ab"), (new(2), "zz")], Token)).Count);
        Assert.True(await coded.DeleteAsync("cd", Token));
        Assert.True(await lines.ExistsAsync((new(1), "cd"), Token));
        Assert.True(await lines.UpdateAsync(new Line(new(1), "cd", "new"), Token));
        await lines.UpsertAsync(new Line(new(2), "ab", "upserted"), Token);
        var page = await lines.PageAsync(2, cancellationToken: Token);
        Assert.Equal(["one", "new"], page.Items.Select(static line => line.Name), StringComparer.Ordinal);
        Assert.Equal(["upserted"], (await lines.PageAfterAsync(page.Last, 2, cancellationToken: Token)).Items.Select(static line => line.Name), StringComparer.Ordinal);
        await using var writer = Db.CreateWriter(new BatchingWriterOptions<Line> { OnConflict = ConflictAction.Update });
        await writer.WriteAsync(new Line(new(2), "ab", "written"), Token);
        Assert.Equal("written", (await lines.GetAsync((new(2), "ab"), Token))!.Name);
    }

    [Fact]
    public async Task A_converter_to_the_same_type_converts_parameters_once()
    {
        await RunAsync($"create table named (id {TypeOf<int>()} not null primary key, name varchar(20), tags {TypeOf<string>()})");
        await using var db = Reopen(static options => options.Converters
            .Add<string, string>(static text => text + "!", static text => text.TrimEnd('!'))
            .Add<int, int>(static number => number + 1_000, static number => number - 1_000));
        var named = new NamedRows(db);
        await named.InsertManyAsync([new Named(1, "a", ["x"]), new Named(2, "b", [])], Token);
        await using (var writer = db.CreateWriter<Named>())
        {
            await writer.WriteAsync(new Named(3, "c", null), Token);
        }

        Assert.Equal(["a!", "b!", "c!"], await Db.QueryAsync<string>($"select name from named order by id", Token), StringComparer.Ordinal);
        Assert.Equal([1_001, 1_002, 1_003], await Db.QueryAsync<int>($"select id from named order by id", Token));
        Assert.Equal("[\"x\"]", await Db.QuerySingleAsync<string>($"select tags from named where id = 1001", Token));
        Assert.Equal(2, await db.QuerySingleAsync<int>($"select id from named where name = {"b"} and id = {2}", Token));
        Assert.Equal([1, 3], await db.QueryAsync<int>($"select id from named where name in {(string[])["a", "c"]} and id in {(List<int?>)[1, 3, null]} order by id", Token));
        Assert.Equal(1, await db.ExecuteAsync($"update named set name = {"d"} where id = {1}", Token));
        Assert.Equal("d", (await named.GetAsync(1, Token))!.Name);
        Assert.Equal(["d", "b", "c"], (await Task.WhenAll(Enumerable.Range(1, 3).Select(async id => await named.GetAsync(id, Token)))).Select(static row => row!.Name), StringComparer.Ordinal);
        Assert.Equal(2, (await named.GetManyAsync([1, 3, 9], Token)).Count);
        Assert.True(await named.UpdateAsync(new Named(2, "e", null), Token));
        Assert.Equal([2, 3], (await named.PageAfterAsync(1, 5, cancellationToken: Token)).Items.Select(static row => row.Id));
        Assert.Equal([2], (await named.PageAfterAsync(new Named(1, "d", null), 1, PageOrder.By<Named>(static row => row.Name), cancellationToken: Token)).Items.Select(static row => row.Id));
        Assert.Equal((1, true), ((await named.PageAsync(1, cancellationToken: Token)).Items.Count, (await named.PageAsync(1, cancellationToken: Token)).HasMore));
        Assert.True(await named.DeleteAsync(3, Token));
    }

    [Fact]
    public void A_version_has_no_converter()
        => Assert.Contains("The version Versioned.Version has a converter", Assert.Throws<MappingException>(() => Db.CreateWriter<Versioned>()).Message, StringComparison.Ordinal);

    public enum Level
    {
        None,
        Low,
        High,
    }

    [ValueConverter<TicketIdConverter>]
    public readonly record struct TicketId(long Value);

    /// <summary>A type of which the rows' program has only the database's converter.</summary>
    public sealed record Moment(long Value);

    [Row]
    [Table("ticket")]
    public sealed record Ticket(
        TicketId Id,
        string Title,
        TicketId? ParentId,
        [property: ValueConverter<ReversingConverter>] string? Secret,
        Level Level,
#pragma warning disable DA0008 // Its converter is on the options.
        Moment? At);
#pragma warning restore DA0008

    [Row]
    [Table("numbered")]
    public sealed record Numbered([property: DatabaseGenerated(DatabaseGeneratedOption.Identity), Key] TicketId Id, string Name);

    [Row]
    [Table("line")]
    public sealed record Line(
        [property: Key, Column("ticket_id", Order = 0)] TicketId TicketId, [property: Key, Column("code", Order = 1), ValueConverter<BackwardsConverter>] string Code, string Name);

    [Row]
    [Table("coded")]
    public sealed record Coded([property: Key, ValueConverter<BackwardsConverter>] string Code, string Name);

    public sealed class BackwardsConverter : IValueConverter<string, string>
    {
        public string ToColumn(string value) => new([.. value.Reverse()]);

        public string FromColumn(string value) => new([.. value.Reverse()]);
    }

    public sealed class TicketIdConverter : IValueConverter<TicketId, long>
    {
        public long ToColumn(TicketId value) => value.Value;

        public TicketId FromColumn(long value) => new(value);
    }

    public sealed class ReversingConverter : IValueConverter<string, byte[]>
    {
        public byte[] ToColumn(string value) => value == "bad" ? throw new FormatException("bad") : Encoding.UTF8.GetBytes([.. value.Reverse()]);

        public string FromColumn(byte[] value) => Encoding.UTF8.GetString(value) is "dab" ? throw new FormatException("bad") : new([.. Encoding.UTF8.GetString(value).Reverse()]);
    }

    [Row]
    [Table("named")]
    public sealed record Named(int Id, string? Name, [property: Column(TypeName = "json")] List<string>? Tags);

    [Row]
    public sealed record Versioned(int Id, [property: ConcurrencyCheck, ValueConverter<DoublingConverter>] int Version);

    public sealed class DoublingConverter : IValueConverter<int, int>
    {
        public int ToColumn(int value) => value * 2;

        public int FromColumn(int value) => value / 2;
    }

    public sealed class NamedRows(DatabaseSession db) : Repository<Named, int>(db);

    public sealed class Tickets(DatabaseSession db) : Repository<Ticket, TicketId>(db);

    public sealed class Lines(DatabaseSession db) : Repository<Line, (TicketId, string)>(db);

    public sealed class CodedRows(DatabaseSession db) : Repository<Coded, string>(db);

    public sealed class NumberedRows(DatabaseSession db) : Repository<Numbered, TicketId>(db);
}
