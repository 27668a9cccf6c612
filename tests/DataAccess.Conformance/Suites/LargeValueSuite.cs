using System.Diagnostics;
using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Values that are sent from a stream and read as one.</summary>
public abstract partial class LargeValueSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const int MB = 1024 * 1024;

    /// <summary>More than what a flat memory may grow by.</summary>
    protected virtual int Buffers => 6 * MB;

    /// <summary>The size of a value that is large on this engine.</summary>
    protected virtual int Large => 64 * MB;

    /// <summary>The size of a value that fills the buffers that a driver keeps.</summary>
    protected virtual int First => 3 * MB;

    /// <summary>Whether a stream is sent while it is read.</summary>
    protected virtual bool SendsStreams => true;

    /// <summary>The query for a file's bytes.</summary>
    protected virtual SqlStatement BodyOf(int id) => $"select body from file where id = {id}";

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table file (id integer not null primary key, body {TypeOf<byte[]>()}, number int)");

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(300_000, 0, true)]
    [InlineData(300_000, 1_234, true)]
    [InlineData(5_000_000, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(300_000, 0, false)]
    [InlineData(5_000_000, 0, false)]
    public async Task What_is_written_from_a_stream_is_read_as_one(int size, int from, bool canSeek)
    {
        await using var source = new PatternStream(size, canSeek);
        if (canSeek)
        {
            source.Position = from;
        }

        Assert.Equal(1, await Db.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token));

        await using var body = await Db.OpenReadAsync(BodyOf(1), Token);
        Assert.NotNull(body);
        Assert.Equal(size - from, body.Length);
        Assert.Equal(size - from, await PatternStream.CheckAsync(body, from, null, Token));
        Assert.Equal(0, await body.ReadAtLeastAsync(new byte[10], 10, throwOnEndOfStream: false, Token));
        Assert.Equal(size - from, body.Position);
    }

    [Fact]
    public async Task No_row_and_no_value_are_null()
    {
        await Db.ExecuteAsync($"insert into file (id, body) values ({1}, {null as Stream})", Token);

        Assert.Null(await Db.OpenReadAsync($"select body from file where id = {1}", Token));
        Assert.Null(await Db.OpenReadAsync($"select body from file where id = {2}", Token));
        await Waiting.UntilAsync("the connection is returned", () => Db.Connections.Statistics.Leased == 0);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_value()
    {
        // Statements, buffers and the test's own code come first.
        await WriteAsync(1, First, null);
        await ReadAsync(1, First, null);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var next = 0L;
        void Measure(long position)
        {
            if (position >= next)
            {
                next += Large / 5;
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        await WriteAsync(2, Large, SendsStreams ? Measure : null);
        next = 0;
        await ReadAsync(2, Large, Measure);

        Assert.InRange(most, 0, Buffers);
    }

    [Fact]
    public async Task Text_is_read_too()
    {
        await RunAsync($"create table note (id integer not null primary key, body {TypeOf<string>()})");
        await Db.ExecuteAsync($"insert into note (id, body) values ({1}, {"Zwölf €"})", Token);

        await using var body = await Db.OpenReadAsync($"select body from note where id = {1}", Token);
        using var copy = new MemoryStream();
        await body!.CopyToAsync(copy, Token);

        Assert.Equal("Zwölf €"u8.ToArray(), copy.ToArray());
    }

    /// <summary>A value of another type is an error that names the column, where the driver still knows the type.</summary>
    protected async Task OtherTypeIsAnErrorAsync()
    {
        await Db.ExecuteAsync($"insert into file (id, number) values ({1}, {2})", Token);

        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.OpenReadAsync($"select number from file", Token));

        Assert.Contains("number", error.Message, StringComparison.Ordinal);
        await Waiting.UntilAsync("the connection is returned", () => Db.Connections.Statistics.Leased == 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task A_stream_that_is_left_early_leaves_a_clean_session(int read)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await WriteAsync(1, Large, null);
        var clock = Stopwatch.StartNew();

        await using (var body = await db.OpenReadAsync(BodyOf(1), Token))
        {
            await body!.ReadExactlyAsync(new byte[read], Token);
        }

        Assert.Equal(2, await db.QuerySingleAsync<int>($"select {2}", Token));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"update file set number = {1} where id = {1}", ct);
                await using (var body = await tx.OpenReadAsync(BodyOf(1), ct))
                {
                    await body!.ReadExactlyAsync(new byte[read], ct);
                    await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.QuerySingleAsync<int>($"select {2}", ct));
                }

                await tx.ExecuteAsync($"update file set number = number + {1} where id = {1}", ct);
            },
            Token);
        Assert.Equal(2, await Db.QuerySingleAsync<int>($"select number from file", Token));
    }

    [Fact]
    public async Task A_cancelled_read_ends_and_the_next_call_works()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await WriteAsync(1, Large, null);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using (var body = await db.OpenReadAsync(BodyOf(1), Token))
        {
            await body!.ReadExactlyAsync(new byte[1_000], Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await body.ReadExactlyAsync(new byte[1_000], cancel.Token));
        }

        Assert.Equal(2, await db.QuerySingleAsync<int>($"select {2}", Token));
    }

    [Fact]
    public async Task A_stream_is_left_by_Dispose_too()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await WriteAsync(1, MB, null);
        var body = await db.OpenReadAsync(BodyOf(1), Token);

        body!.Dispose();

        Assert.Equal(2, await db.QuerySingleAsync<int>($"select {2}", Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await body.ReadExactlyAsync(new byte[10], Token));
    }

    [Fact]
    public async Task A_deadline_holds_for_reads()
    {
        await WriteAsync(1, MB, null);
        await using var body = await Db.Within(TimeSpan.FromSeconds(1.5)).OpenReadAsync(BodyOf(1), Token);
        var error = await Record.ExceptionAsync(async () =>
        {
            while (true)
            {
                await body!.ReadExactlyAsync(new byte[1_000], Token);
                await Task.Delay(10, Token);
            }
        });

        Assert.IsType<DeadlineExceededException>(error);
    }

    protected async Task WriteAsync(int id, int size, Action<long>? reading)
    {
        await using var source = new PatternStream(size) { Reading = reading };
        await Db.ExecuteAsync($"insert into file (id, body) values ({id}, {source})", Token);
    }

    protected async Task ReadAsync(int id, int size, Action<long>? reading)
    {
        await using var body = await Db.OpenReadAsync(BodyOf(id), Token);
        Assert.Equal(size, await PatternStream.CheckAsync(body!, 0, reading, Token));
    }
}
