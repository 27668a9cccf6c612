using System.Text;
using DataAccess.Conformance;
using DataAccess.Mapping;
using DataAccess.MySql.Inserting.Loading;
using DataAccess.MySql.Types;
using Xunit;

namespace DataAccess.MySql.Tests;

public sealed class MySqlLoadWriterTests
{
    [Fact]
    public void Fields_are_parted_by_tabs_and_rows_by_line_feeds_and_both_are_escaped()
    {
        using var writer = new MySqlLoadWriter();
        writer.Write(0, 1L);
        writer.Write(1, "a\tb\nc\\d\0é");
        writer.WriteNull(2);
        writer.Write(3, "");
        writer.EndRow();
        writer.Write(0, new byte[] { 9, 255 });
        writer.Write(1, new TimeSpan(-30, 0, 0));
        writer.Write(2, TimeSpan.MinValue);
        writer.Write(3, true);
        writer.EndRow();

        Assert.Equal("1\ta\\tb\\nc\\\\d\\0é\t\\N\t\n09FF\t-30:00:00.000000\t-256204778:48:05.477580\t1\n", Encoding.UTF8.GetString(writer.Written));
        Assert.True(writer.IsEncodable);
        writer.Write(0, float.NaN);
        Assert.False(writer.IsEncodable);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void However_it_is_read_the_stream_is_the_rows(int chunk)
    {
        var rows = Enumerable.Range(0, 500).Select(static i => new Reading { Sequence = i, Sensor = new string('\t', i % 50), Level = null }).ToArray();
        using var stream = new MySqlRowStream<Reading>(TableMap.For<Reading>(), rows, CancellationToken.None);
        using var read = new MemoryStream();
        var buffer = new byte[chunk];
        for (int count; (count = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            read.Write(buffer, 0, count);
        }

        Assert.Equal(
            string.Concat(rows.Select(static r => $"{r.Sequence}\t{r.Sensor.Replace("\t", "\\t", StringComparison.Ordinal)}\t\\N\n")),
            Encoding.UTF8.GetString(read.ToArray()));
    }
}
