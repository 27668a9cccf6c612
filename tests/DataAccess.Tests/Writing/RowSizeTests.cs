using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Bytes are counted in 64 bits, however large a row is.</summary>
public sealed class RowSizeTests
{
    // 300 times the same 10 MB: 3 GB for whoever counts.
    private static readonly string[] Large = [.. Enumerable.Repeat(new string('x', 10_000_000), 300)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_row_larger_than_two_gibibytes_has_no_negative_size()
    {
        var map = Map();

        Assert.Equal(int.MaxValue, map.SizeOf(new Row(1)));
        Assert.InRange(map.BytesOf(new Row(1)), 3L * int.MaxValue, 4L * int.MaxValue);
        Assert.Equal(int.MaxValue, ColumnMap<Row>.CreateReference("a", static _ => new long[300_000_000]).SizeOf(new Row(1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Queued_bytes_of_huge_rows_add_up(bool isStream)
    {
        await using var rig = new WriterRig(static o => o.QueueBytes = long.MaxValue / 2);
        await using var writer = rig.Database.CreateWriter(Map(), rig.Options);
        var gate = rig.Inserter.HoldNext();

        var writing = isStream
            ? writer.WriteManyAsync([new Row(1), new Row(2)], Token).AsTask()
            : Task.WhenAll(writer.WriteAsync(new Row(1), Token).AsTask(), writer.WriteAsync(new Row(2), Token).AsTask());
        await gate.Reached;

        Assert.InRange(writer.Statistics.QueuedBytes, 3L * int.MaxValue, 10L * int.MaxValue);
        gate.Open();
        await writing;
        await writer.FlushAsync(Token);
        Assert.Equal(0, writer.Statistics.QueuedBytes);
    }

    private static TableMap<Row> Map()
        => new(
            new TableName("rows"),
            [ColumnMap<Row>.Create("id", static r => r.Id), .. Enumerable.Range(0, 3).Select(static i => ColumnMap<Row>.CreateReference($"c{i}", static _ => Large))]);
}
