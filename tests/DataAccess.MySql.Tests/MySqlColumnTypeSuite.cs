using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>Columns of types that .NET has no like of, or that the driver takes for others: each is read as what it holds.</summary>
public abstract class MySqlColumnTypeSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly Guid Id = new("00112233-4455-6677-8899-aabbccddeeff");

    public enum Kind
    {
        None,
        Small,
        Large,
        Huge,
    }

    [Fact]
    public async Task A_tinyint_of_one_digit_holds_numbers()
    {
        await RunAsync("create table kinds (id int not null primary key, kind tinyint(1), flag boolean)");
        await using var writer = Db.CreateWriter<Kinds>();
        await writer.WriteManyAsync(Enum.GetValues<Kind>().Select(static k => new Kinds((int)k, k, (int)k)), Token);

        Assert.Equal([0, 1, 2, 3], await Db.QueryAsync<int>($"select kind from kinds order by id", Token));
        Assert.Equal([0, 1, 2, 3], await Db.QueryAsync<long>($"select flag from kinds order by id", Token));
        Assert.Equal([0UL, 1, 2, 3], await Db.QueryAsync<ulong>($"select kind from kinds order by id", Token));
        Assert.Equal(Enum.GetValues<Kind>(), await Db.QueryAsync<Kind>($"select kind from kinds order by id", Token));
        Assert.Equal([false, true, true, true], await Db.QueryAsync<bool>($"select kind from kinds order by id", Token));
        Assert.Equal(Enum.GetValues<Kind>(), (await Db.QueryAsync<Kinds>($"select * from kinds order by id", Token)).Select(static k => k.Kind));
        Assert.Equal([3], await Db.QueryAsync<int>($"select id from kinds where kind = {Kind.Huge}", Token));
    }

    [Theory]
    [InlineData("", "char(36)")]
    [InlineData(";GuidFormat=Char36", "char(36)")]
    [InlineData(";GuidFormat=None", "varchar(36)")]
    [InlineData(";GuidFormat=Char32", "char(32)")]
    [InlineData(";GuidFormat=Binary16", "binary(16)")]
    [InlineData(";GuidFormat=TimeSwapBinary16", "binary(16)")]
    [InlineData(";GuidFormat=LittleEndianBinary16", "binary(16)")]
    public async Task A_guid_is_read_as_it_was_written_in_every_format(string format, string type)
    {
        await using var db = Engine.Open(ConnectionString + format);
        await db.ExecuteAsync(SqlStatement.Raw($"create table guids (id int not null primary key, value {type} not null)"), Token);
        await db.ExecuteAsync($"insert into guids (id, value) values ({1}, {Id})", Token);
        await using var writer = db.CreateWriter<Guids>();
        await writer.WriteManyAsync(Enumerable.Range(2, 300).Select(static i => new Guids(i, Id)), Token);

        Assert.All(await db.QueryAsync<Guids>($"select id, value from guids", Token), static row => Assert.Equal(Id, row.Value));
        Assert.Equal(301, await db.QuerySingleAsync<int>($"select count(*) from guids where value = {Id}", Token));
        Assert.Equal(Id, await db.QuerySingleAsync<Guid>($"select value from guids where id = {1}", Token));
    }

    [Fact]
    public async Task Bytes_are_read_as_a_guid_in_the_order_of_its_digits_and_text_as_it_is_written()
    {
        await RunAsync("create table guids (id int not null primary key, bytes binary(16), upper char(36))");
        await RunAsync("insert into guids (id, bytes, upper) values (1, 0x00112233445566778899AABBCCDDEEFF, '00112233-4455-6677-8899-AABBCCDDEEFF')");

        Assert.Equal(Id, await Db.QuerySingleAsync<Guid>($"select bytes from guids", Token));
        Assert.Equal(Id, await Db.QuerySingleAsync<Guid>($"select upper from guids", Token));
        Assert.Equal("00112233-4455-6677-8899-AABBCCDDEEFF", await Db.QuerySingleAsync<string>($"select upper from guids", Token));
        Assert.Equal(Id.ToByteArray(bigEndian: true), await Db.QuerySingleAsync<byte[]>($"select bytes from guids", Token));
    }

    [Fact]
    public async Task A_space_is_a_character_in_every_column()
    {
        await RunAsync("create table letters (id int not null primary key, fixed char(1), free varchar(1))");
        await Db.ExecuteAsync($"insert into letters (id, fixed, free) values ({1}, {' '}, {' '})", Token);

        Assert.Equal(' ', await Db.QuerySingleAsync<char>($"select fixed from letters", Token));
        Assert.Equal(' ', await Db.QuerySingleAsync<char>($"select free from letters", Token));
    }

    [Fact]
    public async Task A_float_is_found_by_its_value_however_it_is_sent()
    {
        await RunAsync("create table floats (id int not null primary key, value float, wide double)");
        await using var unprepared = Reopen(static options => options.Connections.MaxPreparedStatements = 0);
        foreach (var db in (Database[])[Db, unprepared])
        {
            await RunAsync("delete from floats");
            await db.ExecuteAsync($"insert into floats (id, value, wide) values ({1}, {0.1f}, {0.1f})", Token);

            Assert.Equal(1, await db.QueryFirstOrDefaultAsync<int>($"select id from floats where value = {0.1f} and wide = {0.1f}", Token));
            Assert.Equal(0.1f, await db.QuerySingleAsync<double>($"select wide from floats", Token));
            Assert.Equal([16_777_217f], await db.QueryAsync<float>($"select cast(16777216 as float)", Token));
        }
    }

    [Fact]
    public async Task A_decimal_with_more_digits_than_dotnet_has_is_an_error()
    {
        await RunAsync("create table digits (id int not null primary key, value decimal(65, 30), whole decimal(30, 0))");
        await RunAsync("insert into digits (id, value, whole) values (1, 0.123456789012345678901234567891, 123456789012345678901234567890), (2, 0.5, 12345678901234567890123456789)");
        await using var unprepared = Reopen(static options => options.Connections.MaxPreparedStatements = 0);
        foreach (var db in (Database[])[Db, unprepared])
        {
            var error = await Assert.ThrowsAsync<MappingException>(async () => await db.QuerySingleAsync<decimal>($"select value from digits where id = {1}", Token));
            await Assert.ThrowsAnyAsync<Exception>(async () => await db.QuerySingleAsync<decimal>($"select whole from digits where id = {1}", Token));

            Assert.All(["'value'", "0.123456789012345678901234567891"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
            Assert.Equal(0.5m, await db.QuerySingleAsync<decimal>($"select value from digits where id = {2}", Token));
            Assert.Equal(12345678901234567890123456789m, await db.QuerySingleAsync<decimal>($"select whole from digits where id = {2}", Token));
        }
    }

    [Table("kinds")]
    public sealed record Kinds(int Id, Kind Kind, int Flag);

    [Table("guids")]
    public sealed record Guids(int Id, Guid Value);
}
