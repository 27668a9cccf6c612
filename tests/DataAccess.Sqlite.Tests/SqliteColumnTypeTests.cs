using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>Values compare as numbers and times, what others wrote is read as they meant it, and what SQLite cannot store is an error.</summary>
public sealed class SqliteColumnTypeTests() : DatabaseSuite(new SqliteEngine())
{
    private static readonly Guid Id = new("00112233-4455-6677-8899-aabbccddeeff");

    [Theory]
    [InlineData("decimal")]
    [InlineData("numeric(10, 2)")]
    [InlineData("")]
    public async Task Decimals_compare_and_sum_as_numbers(string type)
    {
        await RunAsync($"create table prices (id integer primary key, price {type})");
        await using var writer = Db.CreateWriter<Prices>();
        decimal[] prices = [9m, 84.3m, 100m, -1.5m, 10m];
        await writer.WriteManyAsync(prices.Select(static (price, i) => new Prices(i, price)), Token);

        Assert.Equal([84.3m, 100m], await Db.QueryAsync<decimal>($"select price from prices where price > 10 order by price", Token));
        Assert.Equal([84.3m, 100m], await Db.QueryAsync<decimal>($"select price from prices where price > {10m} order by price", Token));
        Assert.Equal([84.3m, 100m], await Db.QueryAsync<decimal>($"select price from prices where price * 2 > {20m} order by price", Token));
        Assert.Equal(100m, await Db.QuerySingleAsync<decimal>($"select max(price) from prices", Token));
        Assert.Equal(prices.Sum(), await Db.QuerySingleAsync<decimal>($"select sum(price) from prices", Token));
        Assert.Equal(84.3m, await Db.QuerySingleAsync<decimal>($"select price from prices where price = {84.3m}", Token));
    }

    [Fact]
    public async Task A_number_that_sqlite_does_not_have_is_rejected_and_text_keeps_it()
    {
        await RunAsync("create table numbers (id integer primary key, amount decimal, natural integer, exact text, large text)");
        await using var writer = Db.CreateWriter<Numbers>();
        var written = writer.WriteAsync(new Numbers(1, 0.1234567890123456m, 1, 0, 0), Token);
        var large = writer.WriteAsync(new Numbers(2, 1, ulong.MaxValue, 0, 0), Token);
        await writer.WriteAsync(new Numbers(3, 1, 1, decimal.MaxValue, ulong.MaxValue), Token);

        Assert.Contains("Numbers.Amount", (await Assert.ThrowsAsync<RowRejectedException>(async () => await written)).Message, StringComparison.Ordinal);
        Assert.Contains("Numbers.Natural", (await Assert.ThrowsAsync<RowRejectedException>(async () => await large)).Message, StringComparison.Ordinal);
        Assert.Contains("0.1234567890123456", (await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<int>($"select {0.1234567890123456m}", Token))).Message, StringComparison.Ordinal);
        Assert.Contains("18446744073709551615", (await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<int>($"select {ulong.MaxValue}", Token))).Message, StringComparison.Ordinal);
        Assert.Equal([new Numbers(3, 1, 1, decimal.MaxValue, ulong.MaxValue)], await Db.QueryAsync<Numbers>($"select * from numbers", Token));
    }

    [Fact]
    public async Task Instants_compare_whatever_their_offset()
    {
        await RunAsync("create table instants (id integer primary key, at timestamptz)");
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        await using var writer = Db.CreateWriter<Instants>();
        await writer.WriteManyAsync([new Instants(1, noon.ToOffset(TimeSpan.FromHours(9))), new Instants(2, noon.AddHours(1).ToOffset(TimeSpan.FromHours(-9))), new Instants(3, noon.AddMilliseconds(500))], Token);
        await Db.ExecuteAsync($"insert into instants (id, at) values ({4}, {noon.AddDays(-1).ToOffset(TimeSpan.FromHours(3))})", Token);

        Assert.Equal([4, 1, 3, 2], await Db.QueryAsync<int>($"select id from instants order by at", Token));
        Assert.Equal([3, 2], await Db.QueryAsync<int>($"select id from instants where at > {noon.ToOffset(TimeSpan.FromHours(-5))} order by at", Token));
        Assert.Equal([1], await Db.QueryAsync<int>($"select id from instants where at = {noon}", Token));
        Assert.Equal("2026-01-01 12:00:00+00:00", await Db.QuerySingleAsync<string>($"select at from instants where id = 1", Token));
    }

    [Fact]
    public async Task What_others_wrote_is_read_as_they_meant_it()
    {
        Assert.True(await Db.QuerySingleAsync<bool>($"select 'true'", Token));
        Assert.False(await Db.QuerySingleAsync<bool>($"select 'FALSE'", Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<bool>($"select 'maybe'", Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<bool>($"select 0.5", Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateTime>($"select '05:00'", Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateOnly>($"select '01/02/2020'", Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DayOfWeek>($"select 'Monday, Tuesday'", Token));
        Assert.Equal(TimeSpan.FromSeconds(1), await Db.QuerySingleAsync<TimeSpan>($"select avg(column1) from (values ({TimeSpan.FromMilliseconds(500)}), ({TimeSpan.FromMilliseconds(1_500)}))", Token));
        Assert.Equal(Id, await Db.QuerySingleAsync<Guid>($"select '00112233-4455-6677-8899-aabbccddeeff'", Token));
        Assert.Equal(Id, await Db.QuerySingleAsync<Guid>($"select x'00112233445566778899aabbccddeeff'", Token));
        Assert.Equal(new DateTime(2026, 1, 1, 8, 0, 0), await Db.QuerySingleAsync<DateTime>($"select '2026-01-01 10:00:00+02:00'", Token));
        Assert.Equal(TimeSpan.FromDays(10), await Db.QuerySingleAsync<TimeSpan>($"select '10.00:00:00'", Token));
        Assert.Equal(84.30m, await Db.QuerySingleAsync<decimal>($"select '84.30'", Token));
        Assert.Equal(0.1m, await Db.QuerySingleAsync<decimal>($"select 0.1", Token));
    }

    [Theory]
    [InlineData("00112233-4455-6677-8899-AABBCCDDEEFF")]
    [InlineData("00112233-4455-6677-8899-aabbccddeeff")]
    public async Task A_guid_is_found_in_upper_and_in_lower_case(string text)
    {
        await RunAsync("create table guids (id text not null primary key, name text)");
        await Db.ExecuteAsync($"insert into guids (id, name) values ({text}, {"a"})", Token);
        var repository = new GuidsById(Db);
        Guid[] many = [.. Enumerable.Range(0, 300).Select(static _ => Guid.NewGuid()), Id];

        Assert.Equal("a", await Db.QuerySingleAsync<string>($"select name from guids where id = {Id}", Token));
        Assert.Equal("a", await Db.QuerySingleAsync<string>($"select name from guids where (id == {Id}) and name = {"a"}", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from guids where id <> {Id} or id != {Id};", Token));
        Assert.Equal("a", await Db.QuerySingleAsync<string>($"select name from guids where {Id} = id", Token));
        Assert.Equal("a", await Db.QuerySingleAsync<string>($"select g.name from guids g where ({Id} == g.id) and name = {"a"} or {Guid.NewGuid()} = g.id order by 1", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from guids where not {Id} = \"id\" or {Id} <> id", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select count(*) from guids where {Id} = id {(SqlStatement?)null} and {1} = 1", Token));
        Assert.Equal("a", await Db.QuerySingleAsync<string>($"select name from guids where id in {new[] { Guid.NewGuid(), Id }}", Token));
        Assert.Equal("a", await Db.QuerySingleAsync<string>($"select name from guids where id in ({Guid.NewGuid()}, {Id})", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from guids where id not in ({Id}, {Guid.NewGuid()})", Token));
        Assert.Equal("a", await Db.QuerySingleAsync<string>($"select name from guids where id in {many}", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from guids where id not in {many}", Token));
        Assert.Equal("a", (await repository.GetAsync(Id, Token))?.Name);
        Assert.Equal("a", Assert.Single(await repository.GetManyAsync(many, Token)).Name);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => repository.GetAsync(Id, Token).AsTask())), static found => Assert.Equal("a", found?.Name));
        Assert.True(await repository.UpdateAsync(new Guids(Id, "b"), Token));
        Assert.Equal(1, await Db.ExecuteAsync($"update guids set name = {"c"}, id = {Id} where id = {Id} and name = {"b"}", Token));
        Assert.Equal(Id.ToString().ToUpperInvariant(), await Db.QuerySingleAsync<string>($"select id from guids", Token));
        Assert.True(await repository.DeleteAsync(Id, Token));
    }

    [Fact]
    public async Task A_guid_in_an_expression_is_one_value()
    {
        var text = Id.ToString().ToUpperInvariant();

        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select {text + "x"} = {Id} || 'x'", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select {text.ToLowerInvariant()} = {Id} collate nocase", Token));
        Assert.Equal(text, await Db.QuerySingleAsync<string>($"select {Id}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select case when {text} = {Id} then 1 else 0 end", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select {text} > {Id}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select {text} >= {Id} and {text} <= {Id}", Token));
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_converted_as_the_page_says()
    {
        await RunAsync("create table old (id integer primary key, price decimal_text, at timestamptz, took time)");
        await RunAsync("insert into old values (1, '84.3', '2026-01-01 12:00:00.25+02:00', '1.02:03:04.5'), (2, '100.0', '2026-01-01 12:00:00+00:00', '00:00:01'), (3, '9.0', '2026-01-01 23:30:00-05:30', '-00:00:10')");
        foreach (var statement in OldFile.Statements)
        {
            await RunAsync(statement);
        }

        var rows = await Db.QueryAsync<Old>($"select * from old order by at", Token);

        Assert.Equal([1, 2, 3], rows.Select(static row => row.Id));
        Assert.Equal([84.3m, 100m, 9m], rows.Select(static row => row.Price));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from old where price > {84.3m}", Token));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 10, 0, 0, 250, TimeSpan.Zero), rows[0].At);
        Assert.Equal([3, 2, 1], await Db.QueryAsync<int>($"select id from old order by took", Token));
        Assert.Equal([new TimeSpan(1, 2, 3, 4, 500), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(-10)], rows.Select(static row => row.Took));
    }

    [Table("prices")]
    public sealed record Prices(int Id, decimal Price);

    [Table("numbers")]
    public sealed record Numbers(int Id, decimal Amount, ulong Natural, [property: Column(TypeName = "text")] decimal Exact, [property: Column(TypeName = "text")] ulong Large);

    [Table("instants")]
    public sealed record Instants(int Id, DateTimeOffset At);

    [Table("guids")]
    public sealed record Guids(Guid Id, string Name);

    public sealed class GuidsById(DatabaseSession db) : Repository<Guids, Guid>(db);

    [Table("old")]
    public sealed record Old(int Id, decimal Price, DateTimeOffset At, TimeSpan Took);

    /// <summary>The statements of docs/types.md.</summary>
    private static class OldFile
    {
        public static IEnumerable<string> Statements
            => File.ReadAllText(Path.Combine(TestFiles.Root, "docs", "types.md")).Split("```sql")[1].Split("```")[0].Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
