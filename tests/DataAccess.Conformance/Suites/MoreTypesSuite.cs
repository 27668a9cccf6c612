using System.Collections;
using System.ComponentModel.DataAnnotations.Schema;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Types of the framework that are stored as text, bytes or a number: by a writer, a repository and parameters, read into rows and as single values.</summary>
public abstract class MoreTypesSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly Sample Full = new(
        1,
        IPAddress.Parse("10.1.2.3"),
        IPNetwork.Parse("10.0.0.0/8"),
        PhysicalAddress.Parse("08:00:2b:01:02:ff"),
        new BitArray([true, false, true, true]),
        long.MaxValue,
        long.MaxValue,
        new byte[] { 1, 2, 255 },
        JsonElement.Parse("""{"a": [1, 2.50]}"""),
        JsonNode.Parse("""{"b": "ü"}""")!.AsObject(),
        TimeSpan.FromHours(500),
        'ß');

    private static readonly Sample Empty = new(2, null, null, null, null, null, null, null, null, null, null, null);

    /// <summary>The columns' types: those for an address, a network, a hardware address, bits, a number of 38 digits, JSON, and a duration.</summary>
    protected abstract (string Address, string Network, string Hardware, string Bits, string Number, string Json, string Duration) Types { get; }

    /// <summary>The largest number here.</summary>
    protected virtual Int128 Largest => (Int128)long.MaxValue * 1_000_000_000;

    protected override async ValueTask SetUpAsync()
        => await RunAsync(
            $"create table samples (id int primary key, address {Types.Address}, network {Types.Network}, hardware {Types.Hardware}, bits {Types.Bits}, big {Types.Number}, "
            + $"unsigned_big {Types.Number}, bytes {TypeOf<byte[]>()}, element {Types.Json}, node {Types.Json}, duration {Types.Duration}, letter char(1))");

    [Fact]
    public async Task A_writer_and_a_repository_store_them()
    {
        var samples = new Samples(Db);
        await samples.InsertAsync(Full, Token);
        await samples.InsertManyAsync([Empty], Token);
        await using (var writer = Db.CreateWriter<Sample>())
        {
            await writer.WriteAsync(Full with { Id = 3 }, Token);
            await writer.WriteManyAsync(Enumerable.Range(4, 2_997).Select(static i => (i % 7 == 0 ? Empty : Full) with { Id = i }), Token);
        }

        var rows = await samples.QueryAsync($"order by id", Token);

        Assert.Equal(3_000, rows.Count);
        Assert.All(rows, static row => AssertSame((row.Id == 2 || (row.Id > 3 && row.Id % 7 == 0) ? Empty : Full) with { Id = row.Id }, row));
        AssertSame(Full, (await samples.GetAsync(1, Token))!);
        await samples.InsertAsync(Empty with { Id = 3_001, Big = -Largest, UnsignedBig = (UInt128)Largest }, Token);
        AssertSame(Empty with { Id = 3_001, Big = -Largest, UnsignedBig = (UInt128)Largest }, (await samples.GetAsync(3_001, Token))!);
        Assert.True(await samples.UpdateAsync(Full with { Id = 2, Address = IPAddress.IPv6Loopback }, Token));
        AssertSame(Full with { Id = 2, Address = IPAddress.IPv6Loopback }, (await samples.GetAsync(2, Token))!);
    }

    [Fact]
    public async Task They_are_parameters_and_single_values()
    {
        await new Samples(Db).InsertManyAsync([Full, Empty], Token);

        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from samples where address = {Full.Address}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from samples where hardware = {Full.Hardware}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from samples where network = {Full.Network}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from samples where bits = {Full.Bits}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from samples where bytes = {Full.Bytes}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from samples where big = {Full.Big}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from samples where unsigned_big > {(UInt128)5}", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from samples where duration = {Full.Duration}", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from samples where address = {(IPAddress?)null}", Token));
        Assert.Equal(1, await Db.ExecuteAsync($"update samples set element = {JsonElement.Parse("[3]")}, node = {JsonNode.Parse("[4]")}, address = {IPAddress.Loopback} where id = 2", Token));
        Assert.Equal([Full.Address, IPAddress.Loopback], await Db.QueryAsync<IPAddress?>($"select address from samples order by id", Token));
        Assert.Equal([Full.Hardware, null], await Db.QueryAsync<PhysicalAddress?>($"select hardware from samples order by id", Token));
        Assert.Equal([Full.Big, null], await Db.QueryAsync<Int128?>($"select big from samples order by id", Token));
        Assert.Equal(3, (await Db.QuerySingleAsync<JsonElement>($"select element from samples where id = 2", Token))[0].GetInt32());
        Assert.Equal("[4]", (await Db.QuerySingleAsync<JsonNode>($"select node from samples where id = 2", Token)).ToJsonString());
        Assert.Equal("10.1.2.3", await Db.QuerySingleAsync<string>($"select address from samples where id = 1", Token));
        Assert.Equal("08:00:2b:01:02:ff", await Db.QuerySingleAsync<string>($"select hardware from samples where id = 1", Token));
        using var document = await Db.QuerySingleAsync<JsonDocument>($"select element from samples where id = 1", Token);
        Assert.Equal(2.5m, document.RootElement.GetProperty("a")[1].GetDecimal());
    }

    [Fact]
    public async Task What_does_not_fit_is_an_error()
    {
        var samples = new Samples(Db);
        await Assert.ThrowsAnyAsync<Exception>(async () => await samples.InsertAsync(Full with { Big = Int128.MaxValue }, Token));
        await RunAsync("insert into samples (id, big) values (5, -1)");
        var negative = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<UInt128>($"select big from samples where id = 5", Token));
        Assert.Contains("UInt128", negative.Message, StringComparison.Ordinal);
        var fraction = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Int128>($"select 1.5", Token));
        Assert.Contains("Int128", fraction.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from samples where id = 1", Token));
    }

    private static void AssertSame(Sample expected, Sample actual)
    {
        Assert.Equal(expected with { Bits = null, Bytes = null, Element = null, Node = null }, actual with { Bits = null, Bytes = null, Element = null, Node = null });
        Assert.Equal(expected.Bits?.Cast<bool>(), actual.Bits?.Cast<bool>());
        Assert.Equal(expected.Bytes?.ToArray(), actual.Bytes?.ToArray());
        Assert.Equal(expected.Element is null, actual.Element is null);
        Assert.True(expected.Element is null || JsonElement.DeepEquals(expected.Element.Value, actual.Element!.Value));
        Assert.True(JsonNode.DeepEquals(expected.Node, actual.Node));
    }

    [Row]
    [Table("samples")]
    public sealed record Sample(
        int Id,
        IPAddress? Address,
        IPNetwork? Network,
        PhysicalAddress? Hardware,
        BitArray? Bits,
        Int128? Big,
        UInt128? UnsignedBig,
        ReadOnlyMemory<byte>? Bytes,
        JsonElement? Element,
        JsonObject? Node,
        TimeSpan? Duration,
        char? Letter);

    public sealed class Samples(DatabaseSession db) : Repository<Sample, int>(db);
}
