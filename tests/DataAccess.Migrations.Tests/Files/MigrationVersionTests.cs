using System.Text.Json;
using CsCheck;

namespace DataAccess.Migrations.Tests.Files;

public sealed class MigrationVersionTests
{
    private static readonly Gen<long[]> Numbers = Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, 999_999_999_999_999_999]).Array[1, 8];

    [Theory]
    [InlineData("7", "7")]
    [InlineData("0007", "7")]
    [InlineData("1.0", "1")]
    [InlineData("1.0.0", "1")]
    [InlineData("01.02", "1.2")]
    [InlineData("1.10", "1.10")]
    [InlineData("0", "0")]
    [InlineData("20260131120000", "20260131120000")]
    public void A_version_is_read_and_written(string text, string expected)
        => Assert.Equal(expected, MigrationVersion.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1..2")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("v1")]
    [InlineData("\u0661")]
    [InlineData("1234567890123456789")]
    [InlineData("1.2.3.4.5.6.7.8.9")]
    public void Anything_else_is_no_version(string text)
    {
        Assert.False(MigrationVersion.TryParse(text, out _));
        Assert.Contains($"'{text}' is not a version", Assert.Throws<FormatException>(() => MigrationVersion.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_are_compared_number_by_number()
        => Gen.Select(Numbers, Numbers).Sample((a, b) =>
        {
            var (left, right) = (MigrationVersion.Parse(string.Join('.', a)), MigrationVersion.Parse(string.Join('.', b)));
            var expected = Enumerable.Range(0, 8).Select(i => a.ElementAtOrDefault(i).CompareTo(b.ElementAtOrDefault(i))).FirstOrDefault(static c => c != 0);
            Assert.Equal(Math.Sign(expected), Math.Sign(left.CompareTo(right)));
            Assert.Equal((expected < 0, expected <= 0, expected > 0, expected >= 0), (left < right, left <= right, left > right, left >= right));
            Assert.Equal((expected == 0, expected != 0), (left == right, left != right));
            Assert.Equal(left, MigrationVersion.Parse(left.ToString()));
            Assert.True(expected != 0 || left.GetHashCode() == right.GetHashCode());
        });

    [Theory]
    [InlineData("7", "7")]
    [InlineData("1.10", "\"1.10\"")]
    public void Json_has_a_number_where_it_is_one(string version, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(MigrationVersion.Parse(version)));
        Assert.Equal(MigrationVersion.Parse(version), JsonSerializer.Deserialize<MigrationVersion>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<MigrationVersion>("\"x\""));
    }
}
