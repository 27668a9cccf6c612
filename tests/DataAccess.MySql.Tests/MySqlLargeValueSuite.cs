using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

public abstract class MySqlLargeValueSuite(TestEngine engine) : LargeValueSuite(engine)
{
    // The driver collects the bytes of a packet, of which the longest has 16 MB, and keeps that buffer.
    protected override int First => 15 * 1024 * 1024;

    [Fact]
    public async Task A_value_that_is_larger_than_a_packet_names_the_limit()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var most = await db.QuerySingleAsync<int>($"select @@max_allowed_packet", Token);
        await using var source = new PatternStream(most + 1);
        var error = await Assert.ThrowsAsync<MySqlException>(async () => await db.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token));

        Assert.Contains("max_allowed_packet", error.Message, StringComparison.Ordinal);
        await using var next = new PatternStream(300_000);
        await db.ExecuteAsync($"insert into file (id, body) values ({1}, {next})", Token);
        await ReadAsync(1, 300_000, null);
    }

    [Fact]
    public async Task Two_statements_in_one_text_take_no_stream()
    {
        await using var source = new MemoryStream([1]);
        var error = await Assert.ThrowsAsync<NotSupportedException>(async () => await Db.ExecuteAsync($"insert into file (id, body) values ({1}, {source}); select {1}", Token));

        Assert.Contains("send it alone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_of_two_rows_is_an_error()
    {
        await WriteAsync(1, 10, null);
        await WriteAsync(2, 10, null);
        await Assert.ThrowsAsync<MySqlException>(async () => await Db.OpenReadAsync($"select body from file", Token));
    }
}
