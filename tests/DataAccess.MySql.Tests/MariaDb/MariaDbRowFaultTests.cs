using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbRowFaultTests() : MySqlRowFaultSuite(MariaDbEngine.Shared)
{
    // MariaDB closes the connection while the driver is still sending; its limit is 16 MiB by default, and MySQL's 64.
    [Fact]
    public async Task A_row_far_over_max_allowed_packet_costs_its_row_only()
    {
        await RunAsync("create table readings (sequence bigint not null primary key, sensor longtext, level double)");
        var most = await Db.QuerySingleAsync<int>($"select @@max_allowed_packet", Token);
        await using var writer = Db.CreateWriter<Reading>(new() { QueueBytes = 512L << 20, DeliveryTimeout = TimeSpan.FromSeconds(20) });
        var large = new Reading { Sequence = 1, Sensor = new string('x', 4 * most), Level = 1 };

        var error = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(large, Token));
        var many = await writer.WriteManyAsync([new Reading { Sequence = 2, Sensor = "s" }, large, new Reading { Sequence = 3, Sensor = "s" }], Token);

        Assert.Contains($"max_allowed_packet is {most} bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal((2L, 1L), (many.Committed, many.Rejected));
        Assert.Equal([2L, 3L], await Db.QueryAsync<long>($"select sequence from readings order by sequence", Token));
    }
}
