using DataAccess.Cli.Import.Inference;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Tests.Inference;

public sealed class ColumnInferenceTests
{
    [Theory]
    [InlineData("true|False|TRUE", typeof(bool))]
    [InlineData("true|1", typeof(string))]
    [InlineData("0|1|-5", typeof(long))]
    [InlineData("9223372036854775807", typeof(long))]
    [InlineData("9223372036854775808|1", typeof(string))]
    [InlineData("1|2.5", typeof(double))]
    [InlineData("0.5|-0.25|.5|1e5", typeof(double))]
    [InlineData("40.922326|-72.637078", typeof(double))]
    [InlineData("1.234567890123456|1", typeof(decimal))]
    [InlineData("9007199254740993|0.5", typeof(decimal))]
    [InlineData("1.234567890123456|1e300", typeof(string))]
    [InlineData("0.12345678901234567890123456789", typeof(string))]
    [InlineData("1e400", typeof(string))]
    [InlineData("1e-400", typeof(string))]
    [InlineData("NaN|1.5", typeof(string))]
    [InlineData("1,000", typeof(string))]
    [InlineData("2024-02-29|2023-01-01", typeof(DateOnly))]
    [InlineData("2023-02-29", typeof(string))]
    [InlineData("2024-02-29|2024-02-29T10:00:00", typeof(DateTime))]
    [InlineData("2024-02-29 10:00|2024-02-29T10:00:00.123456", typeof(DateTime))]
    [InlineData("2024-02-29T10:00:00.1234567", typeof(string))]
    [InlineData("2024-02-29T10:00:00Z|2024-02-29 10:00:00+02:00", typeof(DateTimeOffset))]
    [InlineData("2024-02-29T10:00:00Z|2024-02-29T10:00:00", typeof(string))]
    [InlineData("6f9619ff-8b86-d011-b42d-00cf4fc964ff", typeof(Guid))]
    [InlineData("abc|1", typeof(string))]
    [InlineData("", typeof(string))]
    public void The_narrowest_type_that_loses_nothing_is_taken(string values, Type expected)
        => Assert.Equal(expected, Infer(values.Split('|', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("00501")]
    [InlineData("-007")]
    [InlineData("+49")]
    [InlineData("00.5")]
    [InlineData("-0")]
    [InlineData(" 01 ")]
    public void One_code_among_a_million_numbers_makes_the_column_text(string code)
    {
        var inference = new ColumnInference();
        for (var i = 0; i < 1_000_000; i++)
        {
            inference.Observe("12345", ValueForm.Untyped);
        }

        Assert.Equal(typeof(long), inference.Decide().ClrType);
        inference.Observe(code, ValueForm.Untyped);
        Assert.Equal(typeof(string), inference.Decide().ClrType);
    }

    [Theory]
    [InlineData(198, 1, typeof(string))]
    [InlineData(199, 1, typeof(long))]
    [InlineData(995, 5, typeof(long))]
    [InlineData(994, 6, typeof(string))]
    public void A_few_damaged_values_do_not_make_numbers_text(int sound, int damaged, Type expected)
        => Assert.Equal(expected, Infer([.. Enumerable.Repeat("5", sound), .. Enumerable.Repeat("x", damaged)]));

    [Fact]
    public void A_rare_fraction_is_not_damage_but_makes_the_column_wider()
        => Assert.Equal(typeof(double), Infer([.. Enumerable.Repeat("5", 10_000), "2.5"]));

    [Fact]
    public void Json_strings_are_text_even_if_they_look_like_numbers_but_may_be_times()
    {
        Assert.Equal(typeof(string), Infer(["37868143", "1"], ValueForm.Text));
        Assert.Equal(typeof(string), Infer(["true"], ValueForm.Text));
        Assert.Equal(typeof(DateOnly), Infer(["2024-12-31"], ValueForm.Text));
    }

    [Fact]
    public void Missing_values_do_not_count()
    {
        var inference = new ColumnInference();
        inference.Observe("", ValueForm.Missing);
        Assert.Equal(typeof(string), inference.Decide().ClrType);
        inference.Observe("7", ValueForm.Untyped);
        Assert.Equal(typeof(long), inference.Decide().ClrType);
    }

    private static Type Infer(string[] values, ValueForm form = ValueForm.Untyped)
    {
        var inference = new ColumnInference();
        foreach (var value in values)
        {
            inference.Observe(value, form);
        }

        return inference.Decide().ClrType;
    }
}
