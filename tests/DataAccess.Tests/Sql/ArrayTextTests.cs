using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Lists as the text of an array, and as arrays of another type.</summary>
public sealed class ArrayTextTests
{
    [Fact]
    public void Every_element_is_quoted_and_null_is_not()
        => Assert.Equal("""{"a","b\"c","\\","{,}","",NULL,"NULL"}""", ArrayText.Of((string?[])["a", "b\"c", "\\", "{,}", "", null, "NULL"]));

    [Fact]
    public void An_empty_list_is_an_empty_array() => Assert.Equal("{}", ArrayText.Of(Array.Empty<string>()));

    [Fact]
    public void Numbers_are_widened()
    {
        Assert.Equal([1L, uint.MaxValue], (long[])TypedArray.Of((uint[])[1, uint.MaxValue], typeof(long)));
        Assert.Equal([1m, ulong.MaxValue], (decimal[])TypedArray.Of((ulong[])[1, ulong.MaxValue], typeof(decimal)));
    }

    [Fact]
    public void Null_stays_null()
        => Assert.Equal([1L, null], (long?[])TypedArray.Of((object?[])[(byte)1, null], typeof(long)));

    [Fact]
    public void An_integer_that_a_floating_point_number_would_round_is_told()
    {
        Assert.Equal([0.5, 1L << 53, ulong.MaxValue / 2 + 1, 3, 4], (double[])TypedArray.Of((object[])[0.5f, 1L << 53, (ulong.MaxValue / 2) + 1, 3m, (short)4], typeof(double)));
        foreach (var rounded in new object[] { (1L << 53) + 1, long.MaxValue, ulong.MaxValue, 9007199254740993m })
        {
            Assert.Contains("beside floating-point numbers", Assert.Throws<ArgumentException>(() => TypedArray.Of((object[])[rounded, 0.5], typeof(double))).Message, StringComparison.Ordinal);
        }
    }
}
