using System.Text;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Tests.Reading;

public sealed class ImportSourceTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("a,b\n1,2\n3,4\n5,6\n");

    [Fact]
    public async Task A_file_that_shrinks_is_an_error_rather_than_an_end()
    {
        await using var source = new ImportSource("x.csv", new TrickleStream(Text, 4), Text.Length + 10);

        var error = await Assert.ThrowsAsync<InputFailedException>(() => ReadToEndAsync(source));

        Assert.Contains("x.csv ended after 16 of its 26 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_while_reading_reports_how_much_was_read()
    {
        await using var source = new ImportSource("x.csv", new TrickleStream(Text, 4, failure: new IOException("no such device")), null);

        var error = await Assert.ThrowsAsync<InputFailedException>(() => ReadToEndAsync(source));

        Assert.Contains("Reading x.csv failed after 16 bytes: no such device", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_read_is_read_again_after_going_back(bool seekable)
    {
        await using var source = new ImportSource("x.csv", new TrickleStream(Text, 3, seekable), null);
        await source.ReadAsync(new byte[5], TestContext.Current.CancellationToken);
        await source.ReadAsync(new byte[5], TestContext.Current.CancellationToken);

        source.Rewind();

        Assert.Equal(0, source.BytesRead);
        Assert.Equal(Text, await ReadToEndAsync(source));
        Assert.Equal(Text.Length, source.BytesRead);
    }

    [Fact]
    public async Task A_file_truncated_while_it_is_read_is_detected()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Text, TestContext.Current.CancellationToken);
            await using var source = ImportSource.Open(path);
            await source.ReadAsync(new byte[4], TestContext.Current.CancellationToken);
            await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                file.SetLength(8);
            }

            await Assert.ThrowsAsync<InputFailedException>(() => ReadToEndAsync(source));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<byte[]> ReadToEndAsync(ImportSource source)
    {
        var all = new MemoryStream();
        var buffer = new byte[7];
        while (await source.ReadAsync(buffer, TestContext.Current.CancellationToken) is var read and > 0)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }
}
