using DataAccess.Conformance;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

[Collection(TimingCollection.Name)]
public sealed class PostgreSqlLargeValueTests() : LargeValueSuite(PostgreSqlEngine.Shared)
{
    [Fact]
    public async Task A_stream_that_is_too_long_is_told_before_it_is_sent()
    {
        await using var source = new PatternStream(1L << 30);
        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token));

        Assert.Contains("1 GB", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, source.Position);
    }

    [Fact]
    public async Task A_session_with_values_sends_and_reads_streams()
    {
        var session = Db.As(("tenant", 7));
        await using var source = new PatternStream(300_000);
        await session.ExecuteAsync($"insert into file (id, body, number) values ({1}, {source}, current_setting('app.tenant')::int)", Token);
        await using var body = await session.OpenReadAsync($"select body from file where number = current_setting('app.tenant')::int", Token);

        Assert.Equal(300_000, await PatternStream.CheckAsync(body!, 0, null, Token));
    }

    [Fact]
    public async Task A_stream_is_not_written_into_a_column_of_text()
    {
        await RunAsync("create table note (id int primary key, body text)");
        await Db.ExecuteAsync($"insert into note values ({1}, {"old"})", Token);
        await using var source = new PatternStream(100);

        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.WriteBlobAsync(new TableName("note"), "body", $"id = {1}", source, Token));

        Assert.Contains("'body' is not of bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", await Db.ScalarAsync<string>($"select body from note", Token));
    }

    [Fact]
    public async Task Another_type_is_an_error_that_names_the_column() => await OtherTypeIsAnErrorAsync();
}
