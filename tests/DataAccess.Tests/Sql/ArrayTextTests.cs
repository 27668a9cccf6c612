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
    public void Null_is_rejected_where_the_type_has_none()
        => Assert.Throws<ArgumentException>(() => TypedArray.Of((object?[])[1L, null], typeof(long)));
}
