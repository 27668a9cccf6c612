using DataAccess.Migrations.Backfilling;

namespace DataAccess.Migrations.Tests.Backfilling;

public sealed class KeyTextTests
{
    public static TheoryData<object> Keys { get; } =
    [
        -7L, long.MinValue, ulong.MaxValue, 12345678901234567890.5m, "", "t", "it's \n ü", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), new byte[] { 0, 255, 16 },
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_comes_back_as_it_was(object key) => Assert.Equal(key, KeyText.Parse(KeyText.Of(key)!));

    [Fact]
    public void Smaller_numbers_come_back_as_longs_and_what_loses_something_is_refused()
    {
        Assert.Equal(7L, KeyText.Parse(KeyText.Of((short)7)!));
        Assert.Null(KeyText.Of(1.5));
        Assert.Null(KeyText.Of(DateTime.UnixEpoch));
        Assert.Null(KeyText.NumberOf("7"));
        Assert.Equal(7d, KeyText.NumberOf(7m));
    }
}
