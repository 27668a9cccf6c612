using System.Text;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Tests.Reading;

public sealed class FormatDetectorTests
{
    [Theory]
    [InlineData("a.csv", "Csv")]
    [InlineData("A.CSV", "Csv")]
    [InlineData("a.tsv", "Tsv")]
    [InlineData("a.tab", "Tsv")]
    [InlineData("a.ndjson", "NdJson")]
    [InlineData("a.jsonl", "NdJson")]
    [InlineData("a.txt", "Auto")]
    [InlineData("-", "Auto")]
    public void The_extension_tells(string name, string format)
        => Assert.Equal(format, FormatDetector.ByName(name).ToString());

    [Theory]
    [InlineData("\n {\"a\":1}", "NdJson")]
    [InlineData("[1,2]", "NdJson")]
    [InlineData("a,b\tc,d\n\t\t\t\t", "Csv")]
    [InlineData("a\tb,x\tc\n", "Tsv")]
    [InlineData("alone", "Csv")]
    [InlineData("", "Csv")]
    public void The_first_bytes_tell(string start, string format)
        => Assert.Equal(format, FormatDetector.ByContent(Encoding.UTF8.GetBytes(start)).ToString());

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8 }, "gunzip")]
    [InlineData(new byte[] { 0xFF, 0xFE, 65, 0 }, "iconv")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, 65 }, "iconv")]
    public void What_is_no_utf8_text_is_refused_with_the_way_out(byte[] start, string wayOut)
    {
        var error = Assert.Throws<MalformedInputException>(() => FormatDetector.RefuseOtherEncodings("x", start));

        Assert.Contains(wayOut, error.Message, StringComparison.Ordinal);
    }
}
