using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using NpgsqlTypes;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>Types that only PostgreSQL has: arrays and lists, ranges, hstore, composites and enums of the driver, and the text of others.</summary>
public sealed class PostgreSqlTypeTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private static readonly int[] Rounded = [2, 3];

    private static readonly Listed Full = new(
        1, [1, 2], [3, null], ["a", "b, {c}", "\"d\""], [Level.High, Level.Low], new NpgsqlRange<int>(1, true, 5, false), new Dictionary<string, string?>(StringComparer.Ordinal) { ["k"] = "v", ["n"] = null },
        [new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), null]);

    private static readonly Listed Empty = new(2, null, null, null, null, null, null, null);

    internal enum Level
    {
        Low = 1,
        High = 7,
    }

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create extension if not exists hstore");
        await RunAsync("create table listed (id int primary key, numbers int[], holes bigint[], texts text[], levels int[], range int4range, extra hstore, times timestamptz[])");
    }

    [Fact]
    public async Task Lists_arrays_ranges_and_hstore_are_stored_and_read()
    {
        // The extension is newer than the connection that made it.
        await using var db = Reopen();
        var rows = new ListedRows(db);
        await rows.InsertAsync(Full, Token);
        await rows.InsertManyAsync([Empty], Token);
        await using (var writer = db.CreateWriter<Listed>())
        {
            await writer.WriteAsync(Full with { Id = 3 }, Token);
            await writer.WriteManyAsync(Enumerable.Range(4, 2_600).Select(static i => (i % 5 == 0 ? Empty : Full) with { Id = i }), Token);
        }

        Assert.All(await rows.QueryAsync($"order by id", Token), static row => AssertSame((row.Id == 2 || (row.Id > 3 && row.Id % 5 == 0) ? Empty : Full) with { Id = row.Id }, row));
        Assert.Equal(1, await db.QuerySingleAsync<int>($"select id from listed where id < 4 and range = {Full.Range} and extra = {Full.Extra} and numbers = {Full.Numbers} order by id limit 1", Token));
        Assert.Equal(2, await db.QuerySingleAsync<long>($"select count(*) from listed where id = any({new List<int> { 1, 2 }})", Token));
        Assert.Equal(1, await db.QuerySingleAsync<long>($"select count(*) from listed where id = 1 and levels = {Full.Levels}", Token));
        Assert.Equal(new NpgsqlRange<int>(1, true, 5, false), await db.QuerySingleAsync<NpgsqlRange<int>>($"select range from listed where id = 1", Token));
        Assert.Equal([3L, null], await db.QuerySingleAsync<long?[]>($"select holes from listed where id = 1", Token));
        Assert.Equal([1, 2], await db.QuerySingleAsync<List<int>>($"select numbers from listed where id = 1", Token));
        Assert.Equal([Level.High, Level.Low], await db.QuerySingleAsync<Level[]>($"select levels from listed where id = 1", Token));
        Assert.True(await rows.UpdateAsync(Full with { Id = 2, Range = null }, Token));
        AssertSame(Full with { Id = 2, Range = null }, (await rows.GetAsync(2, Token))!);
    }

    [Fact]
    public async Task Elements_are_exact_or_an_error()
    {
        Assert.Equal(Rounded, await Db.QuerySingleAsync<int[]>($"select array[2.0, 3]", Token));
        await Fails<int[]>("array[1.5, 2]", "1.5 is not a whole number");
        await Fails<long[]>("array[1.5, 2]", "1.5 is not a whole number");
        await Fails<int?[]>("array[1.5, null]", "1.5 is not a whole number");
        await Fails<List<int>>("array[1.5]", "1.5 is not a whole number");
        await Fails<int[]>("array[5000000000]", "");
        await Fails<int[]>("array[1, null]", "null");
        await Fails<DateTime?[]>("array['infinity'::timestamptz, null]", "infinity");
        await Fails<TimeSpan>("'20000000 days'::interval", "longer than a TimeSpan");
        await Fails<TimeSpan>("'1 mon'::interval", "months");
        Assert.Equal(TimeSpan.FromDays(10_000_000), await Db.QuerySingleAsync<TimeSpan>($"select '10000000 days'::interval", Token));
    }

    [Theory]
    [InlineData("'10.0.0.1'::inet", "10.0.0.1")]
    [InlineData("'10.0.0.1/24'::inet", "10.0.0.1/24")]
    [InlineData("'::1'::inet", "::1")]
    [InlineData("'10.0.0.0/8'::cidr", "10.0.0.0/8")]
    [InlineData("'08:00:2b:01:02:03'::macaddr", "08:00:2b:01:02:03")]
    [InlineData("'12.34'::money", "12.34")]
    [InlineData("'123'::xid", "123")]
    [InlineData("'123'::xid8", "123")]
    [InlineData("4000000000::oid", "4000000000")]
    [InlineData("'0/16B3748'::pg_lsn", "0/16B3748")]
    [InlineData("B'0101'", "0101")]
    [InlineData("'a'::\"char\"", "a")]
    public async Task What_the_driver_does_not_read_as_text_is_read_as_the_server_writes_it(string expression, string text)
    {
        Assert.Equal(text, await Db.QuerySingleAsync<string>(SqlStatement.Raw($"select {expression}"), Token));
        Assert.Equal(text, (await Db.QuerySingleAsync<Texted>(SqlStatement.Raw($"select {expression} as text"), Token)).Text);
        Assert.Equal((1, text), await Db.QuerySingleAsync<(int, string)>(SqlStatement.Raw($"select 1, {expression}"), Token));
        Assert.Null(await Db.QuerySingleAsync<string?>(SqlStatement.Raw($"select nullif({expression}, {expression})"), Token));
    }

    [Fact]
    public async Task Numbers_of_the_system_are_numbers()
    {
        Assert.Equal(4_000_000_000, await Db.QuerySingleAsync<uint>($"select 4000000000::oid", Token));
        Assert.Equal(7u, await Db.QuerySingleAsync<uint>($"select '7'::xid", Token));
        Assert.Equal(12.34m, await Db.QuerySingleAsync<decimal>($"select '12.34'::money", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<long>($"select count(*) from (select '10.0.0.1'::inet as a) t where a = {"10.0.0.1"}", Token));
    }

    [Fact]
    public async Task A_type_that_was_created_later_is_read_without_a_restart()
    {
        await using var other = Reopen(static options => options.Connections.MaxConnections = 1);
        Assert.Equal(1, await other.QuerySingleAsync<int>($"select 1", Token));
        await RunAsync("create type mood as enum ('sad', 'happy')");
        await RunAsync("create table felt (id int primary key, mood mood, moods mood[])");
        await RunAsync("insert into felt values (1, 'happy', '{sad,happy}')");

        Assert.Equal("happy", await other.QuerySingleAsync<string>($"select mood from felt", Token));
        Assert.Equal(Mood.Happy, await other.QuerySingleAsync<Mood>($"select mood from felt where mood = {"happy"}", Token));

        await RunAsync("create type weather as enum ('rain', 'sun')");
        await RunAsync("create table seen (id int primary key, weather weather)");
        await RunAsync("insert into seen values (1, 'sun')");
        await other.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into felt values (2, 'sad', null)", ct);
                Assert.Equal("sun", await tx.QuerySingleAsync<string>($"select weather from seen", ct));
                Assert.Equal("sun", await tx.QuerySingleAsync<string>($"select weather from seen", ct));
            },
            Token);
        Assert.Equal(2, await Db.QuerySingleAsync<long>($"select count(*) from felt", Token));

        await RunAsync("create type season as enum ('spring')");
        await RunAsync("create table grown (id int primary key, season season)");
        var written = await Assert.ThrowsAsync<MappingException>(async () => await other.QuerySingleAsync<string>($"insert into grown values (1, 'spring') returning season", Token));
        Assert.Contains("was run", written.Message, StringComparison.Ordinal);
        Assert.Equal("spring", await other.QuerySingleAsync<string>($"insert into grown values (2, 'spring') returning season", Token));
        Assert.Equal(2, await Db.QuerySingleAsync<long>($"select count(*) from grown", Token));

        await RunAsync("create type tone as enum ('low')");
        await RunAsync("create table heard (tone tone)");
        await RunAsync("insert into heard values ('low')");
        var (first, second) = await other.QueryMultipleAsync<int, string>($"select 1", $"select tone from heard", Token);
        Assert.Equal([1], first);
        Assert.Equal(["low"], second);
    }

    [Fact]
    public async Task A_composite_and_an_enum_of_the_driver_are_members_and_parameters()
    {
        await RunAsync("create type point_of_sale as (city text, number int)");
        await RunAsync("create type feeling as enum ('sad', 'happy')");
        await RunAsync("create table shop (id int primary key, place point_of_sale, mood feeling)");
        var options = new PostgreSqlOptions
        {
            ConfigureDataSource = static source => source.MapComposite<PointOfSale>("point_of_sale"),
            DriverTypes = { typeof(PointOfSale) },
        };
        await using var db = PostgreSqlDatabase.Open(ConnectionString, options);
        var shops = new Shops(db);
        var shop = new Shop(1, new PointOfSale { City = "Ulm", Number = 5 }, "happy");

        await shops.InsertAsync(shop, Token);
        await using (var writer = db.CreateWriter<Shop>())
        {
            await writer.WriteManyAsync([shop with { Id = 2 }, new Shop(3, null, null)], Token);
        }

        Assert.Equal([shop, shop with { Id = 2 }, new Shop(3, null, null)], await shops.QueryAsync($"order by id", Token));
        Assert.Equal(2, await db.QuerySingleAsync<long>($"select count(*) from shop where place = {shop.Place}", Token));
        Assert.Equal(shop.Place, await db.QuerySingleAsync<PointOfSale>($"select place from shop where id = 1", Token));
        Assert.Equal("""{"city": "Ulm", "number": 5}""", await Db.QuerySingleAsync<string>($"select to_jsonb(place) from shop where id = 1", Token));
        Assert.Equal("(Ulm,5)", await Db.QuerySingleAsync<string>($"select place::text from shop where id = 1", Token));
        Assert.Equal(1, await Db.ExecuteAsync($"insert into shop values (4, jsonb_populate_record(null::point_of_sale, {"""{"city": "Bonn"}"""}), null)", Token));
    }

    [Fact]
    public void A_data_source_keeps_the_connection_string()
        => Assert.Contains(
            "ConfigureDataSource has changed the connection string",
            Assert.Throws<InvalidOptionsException>(() => PostgreSqlDatabase.Open(
                ConnectionString, new PostgreSqlOptions { ConfigureDataSource = static source => source.ConnectionStringBuilder.Timezone = "Europe/Berlin" })).Message,
            StringComparison.Ordinal);

    private static void AssertSame(Listed expected, Listed actual)
    {
        Assert.Equal(expected.Numbers, actual.Numbers);
        Assert.Equal(expected.Holes, actual.Holes);
        Assert.Equal(expected.Texts, actual.Texts);
        Assert.Equal(expected.Levels, actual.Levels);
        Assert.Equal(expected.Range, actual.Range);
        Assert.Equal(expected.Extra?.OrderBy(static pair => pair.Key, StringComparer.Ordinal), actual.Extra?.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(expected.Times, actual.Times);
        Assert.All(actual.Times ?? [], static time => Assert.Equal(DateTimeKind.Utc, time?.Kind ?? DateTimeKind.Utc));
    }

    private async Task Fails<T>(string expression, string says)
    {
        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<T>(SqlStatement.Raw($"select {expression}"), Token));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private enum Mood
    {
        Sad,
        Happy,
    }

    [Row]
    internal sealed record Texted(string Text);

    [Row]
    [Table("listed")]
    internal sealed record Listed(
        int Id,
        List<int>? Numbers,
        IReadOnlyList<long?>? Holes,
        List<string>? Texts,
        Level[]? Levels,
#pragma warning disable DA0008 // The driver's own types.
        NpgsqlRange<int>? Range,
        Dictionary<string, string?>? Extra,
#pragma warning restore DA0008
        DateTime?[]? Times);

    private sealed record PointOfSale
    {
        public string? City { get; set; }

        public int Number { get; set; }
    }

    [Table("shop")]
    private sealed record Shop(int Id, PointOfSale? Place, string? Mood);

    internal sealed class ListedRows(DatabaseSession db) : Repository<Listed, int>(db);

    private sealed class Shops(DatabaseSession db) : Repository<Shop, int>(db);
}
