using System.Text;
using CsCheck;
using DataAccess.Mapping;
using DataAccess.Sql;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>
/// Every type goes to the database and comes back the same, as a parameter and through the batching writer. Values are
/// random, with the edges among them; a failure prints its seed.
/// </summary>
public abstract partial class MappingSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const int Samples = 40;

    /// <summary>The finest step of a time that all engines keep: a microsecond.</summary>
    private const long TicksPerMicrosecond = 10;

    private static readonly Gen<string> Texts = Gen.Frequency(
        (3, Gen.String[Gen.Char[' ', '\u00ff'], 0, 60]),
        (1, TestGen.OneOf("", " ", "'", "\\", "\"; --", "\u20ac \U0001F600 \u4e2d", "line\nline\r\n", "00501")));

    [Fact]
    public Task Booleans() => RoundTripAsync(Gen.Bool);

    [Fact]
    public Task Bytes() => RoundTripAsync(Gen.Byte);

    [Fact]
    public Task Shorts() => RoundTripAsync(Gen.Short);

    [Fact]
    public Task Integers() => RoundTripAsync(Gen.Int);

    [Fact]
    public Task Unsigned_integers() => RoundTripAsync(Gen.UInt);

    [Fact]
    public Task Longs() => RoundTripAsync(Gen.Frequency((4, Gen.Long), (1, TestGen.OneOf(long.MinValue, long.MaxValue))));

    [Fact]
    public Task Unsigned_longs() => RoundTripAsync(Gen.ULong[0, long.MaxValue]);

    [Fact]
    public Task Doubles() => RoundTripAsync(Gen.Frequency((4, Gen.Double[-1e100, 1e100]), (1, TestGen.OneOf(0.1, double.Epsilon, 1e300, -1e-300, 0.0))));

    [Fact]
    public Task Decimals() => RoundTripAsync(Engine.Amounts);

    [Fact]
    public Task Texts_of_any_script() => RoundTripAsync(Texts, Same);

    [Fact]
    public Task Binary() => RoundTripAsync(Gen.Byte.Array[0, 300], static (a, b) => a.AsSpan().SequenceEqual(b));

    [Fact]
    public Task Guids() => RoundTripAsync(Gen.Guid);

    [Fact]
    public Task Dates() => RoundTripAsync(Gen.Int[0, 3_000_000].Select(static days => DateOnly.MinValue.AddDays(days)).Where(static d => d.Year >= 1000));

    [Fact]
    public Task Times_of_day() => RoundTripAsync(Gen.Long[0, (TimeSpan.TicksPerDay / TicksPerMicrosecond) - 1].Select(static t => new TimeOnly(t * TicksPerMicrosecond)));

    [Fact]
    public Task Date_times_of_every_kind_are_kept_as_utc()
        => RoundTripAsync(
            Gen.Select(Moments, Gen.Enum<DateTimeKind>()).Select(static (ticks, kind) => new DateTime(ticks, kind)),
            static (sent, read) => UtcTime.Of(sent) == read);

    [Fact]
    public Task Moments_with_an_offset_keep_their_instant()
        => RoundTripAsync(Gen.Select(Moments, Gen.Int[-14 * 60, 14 * 60]).Select(static (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))));

    [Fact]
    public Task Enums_as_numbers() => RoundTripAsync(Gen.Enum<DayOfWeek>(), columnType: TypeOf<int>());

    [Fact]
    public async Task Enums_as_text()
    {
        await RunAsync("create table colours (id int not null primary key, colour varchar(20))");
        await using var writer = Db.CreateWriter<Painted>();
        await writer.WriteAsync(new Painted { Id = 1, Colour = ConsoleColor.DarkRed }, Token);
        await writer.WriteAsync(new Painted { Id = 2, Colour = null }, Token);

        Assert.Equal(["DarkRed", null], await Db.QueryAsync<string?>($"select colour from colours order by id", Token));
        Assert.Equal([ConsoleColor.DarkRed, null], (await Db.QueryAsync<Painted>($"select * from colours order by id", Token)).Select(static p => p.Colour));
    }

    [Fact]
    public async Task A_mebibyte_of_text_and_of_bytes()
    {
        await RunAsync($"create table large (id int not null primary key, text {TypeOf<string>()}, bytes {TypeOf<byte[]>()})");
        var text = new StringBuilder().Insert(0, "0123456789\u20ac\U0001F600", 1 << 16).ToString();
        var bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        await using var writer = Db.CreateWriter<Large>();
        await writer.WriteAsync(new Large { Id = 1, Text = text, Bytes = bytes }, Token);
        await Db.ExecuteAsync($"insert into large (id, text, bytes) values ({2}, {text}, {bytes})", Token);

        foreach (var large in await Db.QueryAsync<Large>($"select * from large", Token))
        {
            Assert.Equal(text, large.Text);
            Assert.True(bytes.AsSpan().SequenceEqual(large.Bytes));
        }
    }

    [Fact]
    public async Task What_cannot_be_mapped_says_member_column_and_types()
    {
        var text = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<WithNumber>($"select 'abc' as number", Token));
        var missing = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<WithNumber>($"select 1 as other", Token));
        var empty = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<WithNumber>($"select null as number", Token));

        Assert.All(["Number", "'number'", "Int32"], part => Assert.Contains(part, text.Message, StringComparison.Ordinal));
        Assert.Contains("(other)", missing.Message, StringComparison.Ordinal);
        Assert.Contains("null", empty.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select 1", Token));
    }

    private static Gen<long> Moments
        => Gen.Long[new DateTime(1970, 1, 2, 0, 0, 0, DateTimeKind.Utc).Ticks / TicksPerMicrosecond, new DateTime(9990, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks / TicksPerMicrosecond]
            .Select(static microseconds => microseconds * TicksPerMicrosecond);

    private Task RoundTripAsync<T>(Gen<T> values, Func<T, T, bool>? same = null, string? columnType = null)
        where T : notnull
        => RoundTripInAsync(values, same ?? EqualityComparer<T>.Default.Equals, columnType ?? TypeOf<T>());

    private async Task RoundTripInAsync<T>(Gen<T> values, Func<T, T, bool> same, string columnType)
        where T : notnull
    {
        await RunAsync($"create table boxes (id {TypeOf<int>()} not null primary key, value {columnType})");
        var sent = values.Array[Samples].Single();
        var map = new TableMap<(int Id, T Value)>(
            new TableName("boxes"), [ColumnMap<(int Id, T Value)>.Create("id", static row => row.Id), ValueColumn<T>()]);
        await using var writer = Db.CreateWriter(map);
        for (var i = 0; i < sent.Length; i++)
        {
            await Db.ExecuteAsync($"insert into boxes (id, value) values ({i}, {sent[i]})", Token);
            await writer.EnqueueAsync((1_000 + i, sent[i]), Token);
        }

        await writer.FlushAsync(Token);
        Assert.Equal(0, writer.Statistics.Rejected + writer.Statistics.NotPersisted);
        var asParameter = await Db.QueryAsync<T>($"select value from boxes where id < {1_000} order by id", Token);
        var inBatch = await Db.QueryAsync<T>($"select value from boxes where id >= {1_000} order by id", Token);
        for (var i = 0; i < sent.Length; i++)
        {
            Assert.True(same(sent[i], asParameter[i]), $"{Show(sent[i])} came back from a parameter as {Show(asParameter[i])}");
            Assert.True(same(sent[i], inBatch[i]), $"{Show(sent[i])} came back from a batch as {Show(inBatch[i])}");
        }

        await AssertNullAsync<T>();
    }

    private async Task AssertNullAsync<T>()
    {
        await RunAsync("insert into boxes (id, value) values (-1, null)");
        if (default(T) is null)
        {
            Assert.Null(await Db.QuerySingleAsync<T>($"select value from boxes where id = {-1}", Token));
        }
        else
        {
            await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<T>($"select value from boxes where id = {-1}", Token));
        }
    }

    private static ColumnMap<(int Id, T Value)> ValueColumn<T>()
        where T : notnull
    {
        object create = default(T) switch
        {
            null when typeof(T) == typeof(string) => ColumnMap<(int Id, string Value)>.CreateReference("value", static row => row.Value),
            null => ColumnMap<(int Id, byte[] Value)>.CreateReference("value", static row => row.Value),
            _ when typeof(T).IsEnum => ColumnMap<(int Id, T Value)>.Create("value", static row => Convert.ToInt32(row.Value, null)),
            bool => ColumnMap<(int Id, bool Value)>.Create("value", static row => row.Value),
            byte => ColumnMap<(int Id, byte Value)>.Create("value", static row => row.Value),
            short => ColumnMap<(int Id, short Value)>.Create("value", static row => row.Value),
            int => ColumnMap<(int Id, int Value)>.Create("value", static row => row.Value),
            uint => ColumnMap<(int Id, uint Value)>.Create("value", static row => row.Value),
            long => ColumnMap<(int Id, long Value)>.Create("value", static row => row.Value),
            ulong => ColumnMap<(int Id, ulong Value)>.Create("value", static row => row.Value),
            double => ColumnMap<(int Id, double Value)>.Create("value", static row => row.Value),
            decimal => ColumnMap<(int Id, decimal Value)>.Create("value", static row => row.Value),
            Guid => ColumnMap<(int Id, Guid Value)>.Create("value", static row => row.Value),
            DateOnly => ColumnMap<(int Id, DateOnly Value)>.Create("value", static row => row.Value),
            TimeOnly => ColumnMap<(int Id, TimeOnly Value)>.Create("value", static row => row.Value),
            DateTime => ColumnMap<(int Id, DateTime Value)>.Create("value", static row => row.Value),
            _ => ColumnMap<(int Id, DateTimeOffset Value)>.Create("value", static row => row.Value),
        };
        return (ColumnMap<(int Id, T Value)>)create;
    }

    private static string Show<T>(T value) => value is DateTime time ? $"{time:O} ({time.Kind})" : $"{value}";

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);

    /// <summary>An enum kept as text.</summary>
    [System.ComponentModel.DataAnnotations.Schema.Table("colours")]
    [Row]
    public sealed class Painted
    {
        public int Id { get; set; }

        [System.ComponentModel.DataAnnotations.Schema.Column(TypeName = "text")]
        public ConsoleColor? Colour { get; set; }
    }

    /// <summary>Large values.</summary>
    [System.ComponentModel.DataAnnotations.Schema.Table("large")]
    [Row]
    public sealed class Large
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";

        public byte[] Bytes { get; set; } = [];
    }

    /// <summary>A member that takes no text and no null.</summary>
    [Row]
    public sealed class WithNumber
    {
        public int Number { get; set; }
    }
}
