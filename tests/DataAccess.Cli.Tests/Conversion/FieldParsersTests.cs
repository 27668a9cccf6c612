using System.Globalization;
using DataAccess.Cli.Import.Conversion;

namespace DataAccess.Cli.Tests.Conversion;

public sealed class FieldParsersTests
{
    public static TheoryData<Type, string, object> Good => new()
    {
        { typeof(bool), "true", true },
        { typeof(bool), "F", false },
        { typeof(bool), " yes ", true },
        { typeof(bool), "0", false },
        { typeof(byte), "255", (byte)255 },
        { typeof(short), "-32768", short.MinValue },
        { typeof(int), "+7", 7 },
        { typeof(long), "9223372036854775807", long.MaxValue },
        { typeof(float), "1.5", 1.5f },
        { typeof(double), "-1.5e3", -1500d },
        { typeof(decimal), "0.1234567890123456789012345678", 0.1234567890123456789012345678m },
        { typeof(DateOnly), "2024-02-29", new DateOnly(2024, 2, 29) },
        { typeof(TimeOnly), "23:59:59.5", new TimeOnly(23, 59, 59, 500) },
        { typeof(DateTime), "2024-02-29", new DateTime(2024, 2, 29) },
        { typeof(DateTime), "2024-02-29T10:00:00.25", new DateTime(2024, 2, 29, 10, 0, 0, 250) },
        { typeof(DateTime), "2024-02-29 10:00+02:00", new DateTime(2024, 2, 29, 8, 0, 0) },
        { typeof(DateTimeOffset), "2024-02-29T10:00:00-0530", new DateTimeOffset(2024, 2, 29, 10, 0, 0, new TimeSpan(-5, -30, 0)) },
        { typeof(DateTimeOffset), "2024-02-29T10:00", new DateTimeOffset(2024, 2, 29, 10, 0, 0, TimeSpan.Zero) },
        { typeof(Guid), "6F9619FF-8B86-D011-B42D-00CF4FC964FF", Guid.Parse("6f9619ff-8b86-d011-b42d-00cf4fc964ff") },
        { typeof(byte[]), "\\x00ff", new byte[] { 0, 255 } },
        { typeof(byte[]), "0xFF", new byte[] { 255 } },
        { typeof(byte[]), "AP8=", new byte[] { 0, 255 } },
        { typeof(string), " 007 ", " 007 " },
        { typeof(Uri), "x", "x" },
    };

    public static TheoryData<Type, string, string> Bad => new()
    {
        { typeof(bool), "maybe", "is not a valid boolean" },
        { typeof(byte), "256", "is out of range (0 to 255)" },
        { typeof(short), "40000", "is out of range (-32768 to 32767)" },
        { typeof(int), "1.0", "is not a valid integer" },
        { typeof(int), "1,000", "is not a valid integer" },
        { typeof(long), "9223372036854775808", "is out of range" },
        { typeof(double), "NaN", "is not a finite number" },
        { typeof(double), "1e999", "is not a finite number" },
        { typeof(double), "12a", "is not a finite number" },
        { typeof(decimal), "1e40", "is not a valid number, or has more than the 28 digits" },
        { typeof(DateOnly), "2023-02-29", "is not a valid date" },
        { typeof(DateOnly), "01/02/2023", "is not a valid date" },
        { typeof(TimeOnly), "24:00", "is not a valid time of day" },
        { typeof(DateTime), "2024-02-29T25:00", "is not a valid timestamp" },
        { typeof(DateTime), "1517966773840", "is not a valid timestamp" },
        { typeof(DateTimeOffset), "0001-01-01T00:00+14:00", "is not a valid timestamp" },
        { typeof(DateTimeOffset), "2024-02-29T10:00+15:00", "is not a valid timestamp" },
        { typeof(Guid), "abc", "is not a valid UUID" },
        { typeof(byte[]), "\\x0", "is neither hexadecimal" },
        { typeof(byte[]), "~", "is neither hexadecimal" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Text_becomes_a_value_of_the_column_type(Type type, string text, object expected)
    {
        Assert.Null(ColumnType.Of(type).Parse(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Text_that_is_not_a_valid_value_is_rejected_with_the_reason(Type type, string text, string reason)
    {
        var why = ColumnType.Of(type).Parse(text, out var value);

        Assert.Null(value);
        Assert.StartsWith(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_decimal_of_28_digits_survives()
    {
        Assert.Null(ColumnType.Of(typeof(decimal)).Parse("79228162514264337593543950335", out var value));
        Assert.Equal("79228162514264337593543950335", ((decimal)value!).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Values_in_messages_are_short_and_on_one_line()
    {
        Assert.Equal("'a\\nb'", ShortText.Of("a\nb"));
        Assert.Equal($"'{new string('x', 40)}…' (1000 characters)", ShortText.Of(new string('x', 1000)));
    }
}
