using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using CsCheck;
using DataAccess.Sql;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>
/// Random values of every type, written by every path and read by every path: each comes back as it was, and the database's own <c>=</c>,
/// <c>&lt;</c>, <c>order by</c>, <c>min</c> and <c>max</c> answer as .NET does. A failure prints the values' seed.
/// </summary>
public abstract class ValueSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>The finest step of a time that all engines keep: a microsecond.</summary>
    private const long TicksPerMicrosecond = 10;

    private static readonly Gen<long> Moments
        = TestGen.Edged(Gen.Long[MicrosecondsOf(1970), MicrosecondsOf(9990)], MicrosecondsOf(1970), MicrosecondsOf(2026), MicrosecondsOf(2026) + 500_000, MicrosecondsOf(2026) + 1)
            .Select(static microseconds => microseconds * TicksPerMicrosecond);

    /// <summary>The largest number that the engine's column for it keeps.</summary>
    protected virtual ulong LargestNatural => ulong.MaxValue;

    /// <summary>The largest number of more than 64 bits that the engine keeps exactly.</summary>
    protected virtual Int128 LargestWide => (Int128)decimal.MaxValue / 10;

    /// <summary>The types of columns for addresses of the network and of hardware.</summary>
    protected virtual (string Address, string Hardware) NetworkTypes => ("varchar(45)", "varchar(17)");

    /// <summary>The longest duration that the engine keeps.</summary>
    protected virtual TimeSpan LongestDuration => TimeSpan.FromDays(1_000_000);

    /// <summary>The earliest date that the engine is known to keep.</summary>
    protected virtual DateOnly FirstDate => DateOnly.MinValue;

    /// <summary>Whether the engine orders truth values and identifiers by <c>max</c>.</summary>
    protected virtual bool HasMaxOfAny => true;

    [Fact]
    public Task Booleans() => CheckAsync(Gen.Bool, hasMax: HasMaxOfAny);

    [Fact]
    public Task Bytes() => CheckAsync(Gen.Byte);

    [Fact]
    public Task Signed_bytes() => CheckAsync(Gen.SByte);

    [Fact]
    public Task Shorts() => CheckAsync(TestGen.Edged(Gen.Short, short.MinValue, short.MaxValue));

    [Fact]
    public Task Unsigned_shorts() => CheckAsync(TestGen.Edged<ushort>(Gen.UShort, ushort.MinValue, ushort.MaxValue));

    [Fact]
    public Task Integers() => CheckAsync(TestGen.Edged(Gen.Int, int.MinValue, int.MaxValue));

    [Fact]
    public Task Unsigned_integers() => CheckAsync(TestGen.Edged(Gen.UInt, uint.MinValue, uint.MaxValue));

    [Fact]
    public Task Longs() => CheckAsync(TestGen.Edged(Gen.Long, long.MinValue, long.MaxValue, (1L << 53) + 1, -1, 9, 10));

    [Fact]
    public Task Unsigned_longs() => CheckAsync(TestGen.Edged(Gen.ULong[0, LargestNatural], LargestNatural, 0UL, 9UL, 10UL, (ulong)long.MaxValue));

    [Fact]
    public Task Floats() => CheckAsync(TestGen.Edged(Gen.Float[-1e30f, 1e30f], 0.1f, 0.12345678f, 16_777_217f, 1e-30f, 8_388_609f, 0f));

    [Fact]
    public Task Doubles() => CheckAsync(TestGen.Edged(Gen.Double[-1e100, 1e100], 0.1, 0.1 + 0.2, 1e300, -1e-300, 0.0, 9007199254740993.0));

    [Fact]
    public Task Numbers() => CheckAsync(Engine.Amounts);

    [Fact]
    public Task Characters() => CheckAsync(TestGen.Edged<char>(Gen.Char['a', 'z'], ' ', '\u20ac', '\'', '\\', '0'), isOrdered: false);

    [Fact]
    public Task Texts()
        => CheckAsync(TestGen.Edged(Gen.String[Gen.Char['a', 'z'], 1, 60], "'", "\\", "\"; --", "\u20ac \U0001F600 \u4e2d", "line\nline\r\n", "00501", "true", "null"), isOrdered: false);

    [Fact]
    public Task Guids() => CheckAsync(Gen.Guid, hasMax: HasMaxOfAny);

    [Fact]
    public Task Dates()
        => CheckAsync(TestGen.Edged(Gen.Int[FirstDate.DayNumber, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber), FirstDate, DateOnly.MaxValue, DateOnly.FromDayNumber(730_000)));

    [Fact]
    public Task Times_of_day()
        => CheckAsync(
            TestGen.Edged(Gen.Long[0, (TimeSpan.TicksPerDay / TicksPerMicrosecond) - 1], 0L, 1L, 500_000L, 36_000_000_000L, 36_000_500_000L, (TimeSpan.TicksPerDay / TicksPerMicrosecond) - 1)
                .Select(static t => new TimeOnly(t * TicksPerMicrosecond)));

    [Fact]
    public Task Durations()
        => CheckAsync(
            TestGen.Edged(Gen.Long[-LongestDuration.Ticks / TicksPerMicrosecond, LongestDuration.Ticks / TicksPerMicrosecond], 0L, -1L, 1L, 36_000_000_000L, 86_400_000_000L * 9, 86_400_000_000L * 10)
                .Select(static t => new TimeSpan(t * TicksPerMicrosecond)));

    [Fact]
    public Task Date_times_of_every_kind()
        => CheckAsync(
            Gen.Select(Moments, Gen.Enum<DateTimeKind>()).Select(static (ticks, kind) => new DateTime(ticks, kind)),
            static value => DateTime.SpecifyKind(UtcTime.Of(value), DateTimeKind.Utc));

    [Fact]
    public Task Instants_of_every_offset()
        => CheckAsync(Gen.Select(Moments, Gen.Int[-14 * 60, 14 * 60]).Select(static (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))));

    [Fact]
    public Task Enums() => CheckAsync(Gen.Enum<DayOfWeek>(), columnType: TypeOf<int>());

    [Fact]
    public Task Wide_integers()
        => CheckAsync(
            TestGen.Edged(Gen.Select(Gen.Long, Gen.Int[0, 3]).Select((low, digits) => Within((Int128)low * (Int128)Math.Pow(10, 3 * digits))), LargestWide, -LargestWide, 0, -1, 9, 10),
            columnType: TypeOf<decimal>());

    [Fact]
    public Task Unsigned_wide_integers()
        => CheckAsync(
            TestGen.Edged(Gen.ULong[0, LargestNatural].Select(static number => (UInt128)number), (UInt128)LargestWide, (UInt128)0, (UInt128)9, (UInt128)10), columnType: TypeOf<decimal>());

    [Fact]
    public Task Typed_numbers() => CheckAsync(TestGen.Edged(Gen.Long, long.MinValue, long.MaxValue, -1, 9, 10).Select(static number => new Serial(number)), columnType: TypeOf<long>());

    [Fact]
    public Task Addresses()
        => CheckAsync(
            Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16]).Select(static bytes => new IPAddress(bytes)), columnType: NetworkTypes.Address, isOrdered: false);

    [Fact]
    public Task Hardware_addresses()
        => CheckAsync(Gen.Byte.Array[6].Select(static bytes => new PhysicalAddress(bytes)), columnType: NetworkTypes.Hardware, isOrdered: false);

    private Int128 Within(Int128 number) => number > LargestWide || number < -LargestWide ? number % LargestWide : number;

    private static long MicrosecondsOf(int year) => new DateTime(year, 1, 2, 0, 0, 0, DateTimeKind.Utc).Ticks / TicksPerMicrosecond;

    /// <param name="gen">The values.</param>
    /// <param name="expected">What a value is read as; null for the value itself.</param>
    /// <param name="columnType">The column's type; null for the dialect's own.</param>
    /// <param name="isOrdered">Whether the database orders the values as .NET does.</param>
    /// <param name="hasMax">Whether the database has a smallest and a largest of them.</param>
    private async Task CheckAsync<T>(Gen<T> gen, Func<T, T>? expected = null, string? columnType = null, bool isOrdered = true, bool hasMax = true)
        where T : notnull
    {
        expected ??= static value => value;
        await RunAsync($"create table boxes (id {TypeOf<int>()} not null primary key, value {columnType ?? TypeOf<T>()} not null)");
        await using var unprepared = Reopen(static options => options.Connections.MaxPreparedStatements = 0);
        foreach (var (rows, paths) in new[] { (12, 4), (300, 3), (2_500, 1) })
        {
            var values = gen.Array[rows].Single();
            for (var path = 0; path < paths; path++)
            {
                await RunAsync("delete from boxes");
                var written = values.Select(static (value, i) => new Box<T>(i, value)).ToArray();
                await WriteAsync(path, written, path == 3 ? unprepared : Db);
                Box<T>[] boxes = [.. values.Select((value, i) => new Box<T>(i, expected(value)))];
                await AssertReadAsync(Db, boxes);
                await AssertReadAsync(unprepared, boxes);
                await AssertAnswersAsync(rows <= 300 ? Db : unprepared, values, boxes, isOrdered, hasMax);
            }
        }
    }

    private static async ValueTask WriteAsync<T>(int path, Box<T>[] boxes, Database db)
    {
        if (path == 0)
        {
            await using var writer = db.CreateWriter<Box<T>>();
            Assert.Equal(boxes.Length, (await writer.WriteManyAsync(boxes, Token)).Committed);
        }
        else if (path == 1)
        {
            await new Boxes<T>(db).InsertManyAsync(boxes, Token);
        }
        else
        {
            await using var writer = path == 2 ? db.CreateWriter<Box<T>>() : null;
            foreach (var box in boxes.AsEnumerable().Reverse())
            {
                await (writer is null
                    ? db.ExecuteAsync($"insert into boxes (id, value) values ({box.Id}, {box.Value})", Token).AsTask()
                    : writer.WriteAsync(box, Token).AsTask());
            }
        }
    }

    private static async ValueTask AssertReadAsync<T>(Database db, Box<T>[] boxes)
    {
        Assert.Equal(boxes, await db.QueryAsync<Box<T>>($"select id, value from boxes order by id", Token));
        Assert.Equal(boxes.Select(static b => b.Value), await db.QueryAsync<T>($"select value from boxes order by id", Token));
        Assert.Equal(boxes[1], await new Boxes<T>(db).GetAsync(1, Token));
    }

    private static async ValueTask AssertAnswersAsync<T>(Database db, T[] sent, Box<T>[] boxes, bool isOrdered, bool hasMax)
    {
        var compare = Comparer<T>.Default;
        for (var i = 0; i < Math.Min(sent.Length, 6); i++)
        {
            // As it was sent, not as it is read.
            var value = sent[i];
            AssertIds(boxes.Where(b => EqualityComparer<T>.Default.Equals(b.Value, boxes[i].Value)), await db.QueryAsync<int>($"select id from boxes where value = {value} order by id", Token), "=", value);
            AssertIds(
                boxes.Where(b => boxes.Take(i).Any(other => EqualityComparer<T>.Default.Equals(b.Value, other.Value))),
                await db.QueryAsync<int>($"select id from boxes where value in {sent.Take(i).ToArray()} order by id", Token),
                "in",
                value);
            if (isOrdered)
            {
                AssertIds(boxes.Where(b => compare.Compare(b.Value, boxes[i].Value) < 0), await db.QueryAsync<int>($"select id from boxes where value < {value} order by id", Token), "<", value);
                AssertIds(boxes.Where(b => compare.Compare(b.Value, boxes[i].Value) >= 0), await db.QueryAsync<int>($"select id from boxes where {value} <= value order by id", Token), ">=", value);
            }
        }

        if (isOrdered)
        {
            AssertIds(boxes.OrderBy(static b => b.Value).ThenBy(static b => b.Id), await db.QueryAsync<int>($"select id from boxes order by value, id", Token), "order by", sent[0]);
        }

        if (isOrdered && hasMax)
        {
            Assert.Equal(boxes.Max(static b => b.Value), await db.QuerySingleAsync<T>($"select max(value) from boxes", Token));
            Assert.Equal(boxes.Min(static b => b.Value), await db.QuerySingleAsync<T>($"select min(value) from boxes", Token));
        }
    }

    private static void AssertIds<T>(IEnumerable<Box<T>> expected, IReadOnlyList<int> ids, string what, T value)
        => Assert.True(
            expected.Select(static b => b.Id).SequenceEqual(ids),
            string.Create(CultureInfo.InvariantCulture, $"{what} {value}: expected {string.Join(", ", expected.Take(9).Select(static b => $"{b.Id}: {b.Value}"))}, found {string.Join(", ", ids.Take(9))}"));
}
