using DataAccess.Sql;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The table of <see cref="EveryType"/>.</summary>
internal static class EveryTypeTable
{
    public static async ValueTask CreateAsync(Database database, string jsonType = "json")
    {
        await database.ExecuteAsync(
            SqlStatement.Raw(
                $"""
                create table every_type (
                    id {Of<int>()} not null primary key, flag {Of<bool>()}, tiny {Of<byte>()}, small {Of<short>()}, number {Of<int>()},
                    natural_number {Of<uint>()}, large {Of<long>()}, large_natural {Of<ulong>()}, coarse {Of<float>()}, fine {Of<double>()},
                    amount {Of<decimal>()}, words {Of<string>()}, bytes {Of<byte[]>()}, unique_id {Of<Guid>()}, day {Of<DateOnly>()},
                    clock {Of<TimeOnly>()}, moment {Of<DateTime>()}, instant {Of<DateTimeOffset>()}, weekday {Of<int>()}, colour varchar(20), tags {jsonType})
                """),
            TestContext.Current.CancellationToken);

        string? Of<T>() => database.Dialect.ColumnTypeFor(typeof(T));
    }

    public static void AssertSame(EveryType sent, EveryType read)
    {
        Assert.Equal<byte[]?>(sent.Bytes, read.Bytes);
        Assert.Equal<string[]?>(sent.Tags, read.Tags);
        var expected = sent with { Moment = sent.Moment is { } moment ? UtcTime.Of(moment) : null, Bytes = null, Tags = null };
        Assert.Equal(expected, read with { Bytes = null, Tags = null });
    }
}
