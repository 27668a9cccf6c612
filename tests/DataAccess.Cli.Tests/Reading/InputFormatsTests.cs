using System.Text;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Tests.Reading;

public sealed class InputFormatsTests
{
    [Theory]
    [InlineData("a.csv", "csv")]
    [InlineData("A.CSV", "csv")]
    [InlineData("a.tsv", "tsv")]
    [InlineData("a.tab", "tsv")]
    [InlineData("a.ndjson", "ndjson")]
    [InlineData("a.jsonl", "ndjson")]
    [InlineData("a.txt", "auto")]
    [InlineData("-", "auto")]
    public void The_extension_tells_the_format(string name, string format)
        => Assert.Equal(format, InputFormats.ByExtension(name)?.Name ?? "auto");

    [Theory]
    [InlineData("\n {\"a\":1}", "ndjson")]
    [InlineData("[1,2]", "ndjson")]
    [InlineData("a,b\tc,d\n\t\t\t\t", "csv")]
    [InlineData("a\tb,x\tc\n", "tsv")]
    [InlineData("alone", "csv")]
    [InlineData("", "csv")]
    public void The_first_bytes_tell_the_format(string start, string format)
        => Assert.Equal(format, InputFormats.ByContent(Encoding.UTF8.GetBytes(start)).Name);

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8 }, "gunzip")]
    [InlineData(new byte[] { 0xFF, 0xFE, 65, 0 }, "iconv")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, 65 }, "iconv")]
    public void Other_encodings_are_rejected_with_what_to_do(byte[] start, string advice)
    {
        var error = Assert.Throws<MalformedInputException>(() => InputFormats.RejectOtherEncodings("x", start));

        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }
}
