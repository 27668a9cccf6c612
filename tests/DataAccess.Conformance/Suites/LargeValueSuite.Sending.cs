using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Conformance;

/// <content>Streams as values of statements.</content>
public abstract partial class LargeValueSuite
{
    [Fact]
    public async Task What_the_stream_throws_reaches_the_caller_and_nothing_is_stored()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        foreach (var own in new Exception[] { new IOException("own"), new InvalidOperationException("own"), new TimeoutException("own"), new TaskCanceledException("own") })
        {
            await using var source = new PatternStream(3 * MB) { Fails = (MB, own) };
            Assert.Same(own, await Record.ExceptionAsync(async () => await db.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token)));
        }

        await using var good = new PatternStream(3 * MB);
        await db.ExecuteAsync($"insert into file (id, body) values ({1}, {good})", Token);
        await ReadAsync(1, 3 * MB, null);
    }

    [Fact]
    public async Task A_transaction_whose_stream_has_failed_is_not_run_again_and_not_committed()
    {
        var own = new IOException("own");
        var runs = 0;
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await tx.ExecuteAsync($"insert into file (id) values ({1})", ct);
                await using var source = new PatternStream(3 * MB) { Fails = (MB, own) };
                await tx.ExecuteAsync($"insert into file (id, body) values ({2}, {source})", ct);
            },
            Token));

        Assert.Same(own, told);
        Assert.Equal(1, runs);
        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from file", Token));
    }

    [Fact]
    public async Task A_stream_that_ends_before_its_length_is_an_error()
    {
        await using var source = new PatternStream(3 * MB) { EndsAt = MB };
        var error = await Assert.ThrowsAsync<EndOfStreamException>(async () => await Db.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token));

        Assert.Contains("3145728", SendsStreams ? error.Message : "3145728", StringComparison.Ordinal);
        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from file", Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_hangs_is_ended_by_a_cancel(bool canSeek)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var source = new PatternStream(3 * MB, canSeek) { HangsAt = MB };
        var write = db.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", cancel.Token).AsTask();
        await source.Hanging.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Equal(0, await db.QuerySingleAsync<long>($"select count(*) from file", Token));
    }

    [Fact]
    public async Task A_stream_is_sent_again_from_where_it_stood_if_it_can_seek()
    {
        await using var source = new PatternStream(300_000);
        source.Position = 1_000;
        var runs = 0;
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await Record.ExceptionAsync(async () => await tx.InTransactionAsync(
                    async (savepoint, token) =>
                    {
                        await savepoint.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", token);
                        throw new InvalidOperationException("undo");
                    },
                    ct));
                await tx.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", ct);
            },
            Token);

        Assert.Equal(1, runs);
        await using var body = await Db.OpenReadAsync(BodyOf(1), Token);
        Assert.Equal(299_000, await PatternStream.CheckAsync(body!, 1_000, null, Token));

        await using var once = new PatternStream(10, canSeek: false);
        await Db.ExecuteAsync($"insert into file (id, body) values ({2}, {once})", Token);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.ExecuteAsync($"insert into file (id, body) values ({3}, {once})", Token));
        Assert.Contains("cannot seek", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_000, false)]
    [InlineData(3_000_000, true)]
    [InlineData(3_000_000, false)]
    public async Task A_stream_may_be_several_values_of_one_statement(int size, bool canSeek)
    {
        await using var source = new PatternStream(size, canSeek);
        if (canSeek)
        {
            source.Position = 10;
        }

        var from = canSeek ? 10 : 0;

        await Db.ExecuteAsync($"insert into file (id, body) values ({1}, {source}), ({2}, {source})", Token);

        foreach (var id in (int[])[1, 2])
        {
            await using var body = await Db.OpenReadAsync(BodyOf(id), Token);
            Assert.Equal(size - from, await PatternStream.CheckAsync(body!, from, null, Token));
        }
    }

    [Fact]
    public async Task A_statement_may_end_with_a_semicolon()
    {
        await WriteAsync(1, 10, null);

        await using var body = await Db.OpenReadAsync($"{BodyOf(1)} ; -- the file\n;", Token);

        Assert.Equal(10, await PatternStream.CheckAsync(body!, 0, null, Token));
    }

    [Fact]
    public async Task A_stream_that_does_not_know_its_length_is_not_cut()
    {
        await using var unknown = new PatternStream(300_000) { Said = 0 };
        await Db.ExecuteAsync($"insert into file (id, body) values ({1}, {unknown})", Token);
        await ReadAsync(1, 300_000, null);

        foreach (var size in (int[])[200_000, 3_000_000])
        {
            await using var longer = new PatternStream(size) { Said = size - 100_000 };
            var error = await Record.ExceptionAsync(async () => await Db.ExecuteAsync($"insert into file (id, body) values ({2}, {longer})", Token));
            Assert.Contains("has more than that", Assert.IsType<InvalidDataException>(error).Message, StringComparison.Ordinal);
            Assert.Equal(1, await Db.ScalarAsync<long>($"select count(*) from file", Token));
        }
    }

    [Fact]
    public async Task A_rejected_row_leaves_the_session_and_the_stream_usable()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using var source = new PatternStream(300_000);
        await db.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token);
        var rejected = await Record.ExceptionAsync(async () => await db.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token));
        Assert.Equal(FailureKind.Rejected, db.Provider.Classify(rejected!).Kind);

        await db.ExecuteAsync($"insert into file (id, body) values ({2}, {source})", Token);

        await ReadAsync(2, 300_000, null);
    }

    [Fact]
    public async Task A_statement_that_is_not_sent_alone_takes_no_stream()
    {
        await using var source = new MemoryStream([1]);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await Db.StreamAsync<int>($"select id from file where body = {source}", Token).FirstOrDefaultAsync(Token));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await Db.QueryMultipleAsync<int, int>($"select id from file where body = {source}", $"select {1}", Token));
    }

    [Fact]
    public async Task A_stream_is_written_into_a_row_with_flat_memory()
    {
        // The driver's own buffer, which the first value has made, is that of one connection.
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.ExecuteAsync($"insert into file (id, number) values ({1}, {1}), ({2}, {2})", Token);
        await using var first = new PatternStream(First);
        await db.WriteBlobAsync(new TableName("file"), "body", $"id = {1}", first, Token);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var next = 0L;
        await using var source = new PatternStream(Large)
        {
            Reading = position =>
            {
                if (position >= next)
                {
                    next += Large / 5;
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            },
        };

        Assert.True(await db.WriteBlobAsync(new TableName("file"), "body", $"number = {2}", source, Token));

        Assert.InRange(most, 0, Buffers);
        Assert.InRange(next, Large - 10, long.MaxValue);
        await ReadAsync(1, First, null);
        await ReadAsync(2, Large, null);
    }

    [Fact]
    public async Task A_stream_is_written_into_one_row_or_none()
    {
        await Db.ExecuteAsync($"insert into file (id, number) values ({1}, {1}), ({2}, {1})", Token);
        await WriteAsync(3, 10, null);
        await using var source = new PatternStream(1_000, canSeek: false);
        Assert.False(await Db.WriteBlobAsync(new TableName("file"), "body", $"id = {9}", new PatternStream(1_000), Token));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.WriteBlobAsync(new TableName("file"), "body", $"number = {1}", new PatternStream(1_000), Token));
        Assert.Contains("2 rows", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, await Db.QuerySingleAsync<long>($"select count(*) from file where body is null", Token));

        await Db.InTransactionAsync(async (tx, ct) => Assert.True(await tx.WriteBlobAsync(new TableName("file"), "body", $"id = {2}", source, ct)), Token);
        await ReadAsync(2, 1_000, null);

        var own = new IOException("own");
        await using var bad = new PatternStream(3 * MB) { Fails = (MB, own) };
        Assert.Same(own, await Record.ExceptionAsync(async () => await Db.WriteBlobAsync(new TableName("file"), "body", $"id = {2}", bad, Token)));
        await ReadAsync(2, 1_000, null);

        await using var empty = new MemoryStream();
        Assert.True(await Db.WriteBlobAsync(new TableName("file"), "body", $"id = {2}", empty, Token));
        await ReadAsync(2, 0, null);
    }
}
