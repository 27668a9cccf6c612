using System.ComponentModel.DataAnnotations;
using DataAccess.Keys;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Only what is sent as the same value is one key.</summary>
public sealed class SameKeyTests
{
    private static readonly DateTime Noon = new(2026, 2, 3, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Times_of_equal_ticks_and_another_kind_are_two()
        => AssertCount(3, Noon, DateTime.SpecifyKind(Noon, DateTimeKind.Local), DateTime.SpecifyKind(Noon, DateTimeKind.Unspecified), Noon);

    [Fact]
    public void Moments_of_another_offset_are_two()
        => AssertCount(2, new DateTimeOffset(Noon), new DateTimeOffset(Noon).ToOffset(TimeSpan.FromHours(2)), new DateTimeOffset(Noon));

    [Fact]
    public void Numbers_of_another_scale_or_sign_of_zero_are_two()
    {
        AssertCount(3, 1m, 1.0m, 1.00m, 1.0m);
        AssertCount(2, 0.0, -0.0, 0.0);
        AssertCount(2, 0.0f, -0.0f);
        AssertCount(1, double.NaN, double.NaN);
    }

    [Fact]
    public void Text_is_one_only_to_the_letter()
    {
        AssertCount(3, "alice", "ALICE", "alice ", new string("alice"));
        AssertCount(2, 1L, 2L, 1L);
    }

    [Fact]
    public void Bytes_are_one_if_all_are() => AssertCount(2, [1], [2], (byte[])[1]);

    [Fact]
    public void What_is_not_known_is_never_one() => AssertCount(2, new Uri("http://a"), new Uri("http://a"));

    [Fact]
    public void Keys_of_several_parts_are_one_if_each_part_is()
    {
        var local = DateTime.SpecifyKind(Noon, DateTimeKind.Local);
        var tuples = KeyShapes.Of<Dated, (DateTime, int)>(TableMap.For<Dated>()).Comparer;
        var records = KeyShapes.Of<Dated, DatedKey>(TableMap.For<Dated>()).Comparer;

        Assert.Equal(3, new[] { (Noon, 1), (Noon, 2), (local, 1), (Noon, 1) }.Distinct(tuples).Count());
        Assert.Equal(3, new DatedKey[] { new(1, Noon), new(2, Noon), new(1, local), new(1, Noon) }.Distinct(records).Count());
        Assert.Null(KeyShapes.Of<Named, (string, int)>(TableMap.For<Named>()).Comparer);
    }

    private static void AssertCount<TKey>(int expected, params TKey[] keys)
        where TKey : notnull
        => Assert.Equal(expected, keys.Distinct(SameKey<TKey>.Comparer).Count());

    private sealed record Dated([property: Key] DateTime At, [property: Key] int Number);

    private sealed record DatedKey(int Number, DateTime At);

    private sealed record Named([property: Key] string Name, [property: Key] int Number);
}
