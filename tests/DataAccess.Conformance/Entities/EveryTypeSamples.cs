using CsCheck;

namespace DataAccess.Conformance;

/// <summary>Rows of <see cref="EveryType"/>: the edges of each type, nulls, and random values between them.</summary>
public static class EveryTypeSamples
{
    /// <summary>The finest step of a time that all engines keep: a microsecond.</summary>
    private const long TicksPerMicrosecond = 10;

    private const int Distinct = 97;

    private static readonly Gen<long> Moments
        = Gen.Long[new DateTime(1970, 1, 2, 0, 0, 0, DateTimeKind.Utc).Ticks / TicksPerMicrosecond, new DateTime(9990, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks / TicksPerMicrosecond]
            .Select(static microseconds => microseconds * TicksPerMicrosecond);

    private static readonly Gen<string> Texts = Edged(
        Gen.String[Gen.Char[' ', '\u00ff'], 0, 60], "", " ", "'", "\\", "\"; --", "\u20ac \U0001F600 \u4e2d", "line\nline\r\n", "00501", "{1,\"2\"}", "NULL", "\\N");

    private static Gen<EveryType> Rows(Gen<decimal> amounts) => Gen.Select(Numbers(amounts), Others(), static (numbers, others) => others with
    {
        Flag = numbers.Flag,
        Tiny = numbers.Tiny,
        Small = numbers.Small,
        Number = numbers.Number,
        NaturalNumber = numbers.NaturalNumber,
        Large = numbers.Large,
        LargeNatural = numbers.LargeNatural,
        Coarse = numbers.Coarse,
        Fine = numbers.Fine,
        Amount = numbers.Amount,
    });

    /// <summary>As many rows as asked for, their ids from 0.</summary>
    public static EveryType[] Make(int rows, TestEngine engine)
    {
        var distinct = Rows(engine.Amounts).Array[Distinct].Single();
        return [.. Enumerable.Range(0, rows).Select(i => distinct[i % Distinct] with { Id = i })];
    }

    private static Gen<EveryType> Numbers(Gen<decimal> amounts) => Gen.Select(
        Gen.Select(Gen.Bool.Nullable(), Gen.Byte.Nullable(), Edged(Gen.Short, short.MinValue, short.MaxValue).Nullable()),
        Gen.Select(Edged(Gen.Int, int.MinValue, int.MaxValue).Nullable(), Gen.UInt.Nullable()),
        Gen.Select(Edged(Gen.Long, long.MinValue, long.MaxValue).Nullable(), Gen.ULong[0, long.MaxValue].Nullable()),
        Gen.Select(Gen.Int[-4_000_000, 4_000_000].Select(static i => i / 4f).Nullable(), Edged(Gen.Double[-1e100, 1e100], 0.1, double.Epsilon, 1e300, -1e-300, 0.0).Nullable()),
        amounts.Nullable(),
        static (small, middle, large, real, amount) => new EveryType
        {
            Flag = small.Item1,
            Tiny = small.Item2,
            Small = small.Item3,
            Number = middle.Item1,
            NaturalNumber = middle.Item2,
            Large = large.Item1,
            LargeNatural = large.Item2,
            Coarse = real.Item1,
            Fine = real.Item2,
            Amount = amount,
        });

    private static Gen<EveryType> Others() => Gen.Select(
        Gen.Select(Texts.Null(), Gen.Byte.Array[0, 300].Null(), Gen.Guid.Nullable()),
        Gen.Select(
            Gen.Int[0, 3_000_000].Select(static days => DateOnly.MinValue.AddDays(days)).Where(static d => d.Year >= 1000).Nullable(),
            Gen.Long[0, (TimeSpan.TicksPerDay / TicksPerMicrosecond) - 1].Select(static t => new TimeOnly(t * TicksPerMicrosecond)).Nullable()),
        Gen.Select(
            Gen.Select(Moments, Gen.Enum<DateTimeKind>()).Select(static (ticks, kind) => new DateTime(ticks, kind)).Nullable(),
            Gen.Select(Moments, Gen.Int[-14 * 60, 14 * 60]).Select(static (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))).Nullable()),
        Gen.Select(Gen.Enum<DayOfWeek>().Nullable(), Gen.Enum<ConsoleColor>().Nullable()),
        Texts.Array[0, 3].Null(),
        static (values, times, moments, enums, tags) => new EveryType
        {
            Words = values.Item1,
            Bytes = values.Item2,
            UniqueId = values.Item3,
            Day = times.Item1,
            Clock = times.Item2,
            Moment = moments.Item1,
            Instant = moments.Item2,
            Weekday = enums.Item1,
            Colour = enums.Item2,
            Tags = tags,
        });

    private static Gen<T> Edged<T>(Gen<T> values, params T[] edges)
        => Gen.Frequency((3, values), (1, Gen.Int[0, edges.Length - 1].Select(i => edges[i])));
}
