using System.Globalization;
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

    /// <summary>As under de-DE and sv-SE; the process itself may run without the data of any culture.</summary>
    [Fact]
    public void A_key_is_written_alike_under_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "\u2212";
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.Equal(("i-5", "d-1.5", "u7"), (KeyText.Of(-5), KeyText.Of(-1.5m), KeyText.Of(7UL)));
            Assert.Equal((-5L, -1.5m, 7UL), (KeyText.Parse("i-5"), KeyText.Parse("d-1.5"), KeyText.Parse("u7")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
