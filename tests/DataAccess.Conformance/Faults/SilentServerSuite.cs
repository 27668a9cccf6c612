using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>A server that takes connections and says nothing, from the start or later: every call ends in its time.</summary>
public abstract class SilentServerSuite(ServerEngine engine) : DatabaseSuite(engine)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Far more than any of it takes, and less than the drivers' own timeouts.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>As above, for what writes, asks a ledger and tries again.</summary>
    private static readonly TimeSpan SilentBatchPatience = TimeSpan.FromSeconds(25);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Opening_ends_at_ConnectTimeout(int answers)
    {
        await using var proxy = Proxy(answers);
        var db = Behind(proxy.Port);
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.QuerySingleAsync<int>($"select {1}", Token));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
        Assert.Contains($"ConnectTimeout ({ConnectTimeout})", error.Message, StringComparison.Ordinal);
        await AssertDisposedInTimeAsync(db);
    }

    [Fact]
    public async Task Dispose_waits_for_no_connection_that_is_being_opened()
    {
        await using var proxy = Proxy(answers: 0);
        var db = Behind(proxy.Port, static o => o.Connections.ConnectTimeout = TimeSpan.FromMinutes(1));
        var calls = Enumerable.Range(0, 3).Select(_ => db.QuerySingleAsync<int>($"select {1}", Token).AsTask()).ToList();
        await UntilAsync(() => proxy.Accepted == 3);

        await AssertDisposedInTimeAsync(db);

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        }
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_told_as_it_is()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var loop = HangUpAsync(listener, stop.Token);
        var db = Behind(((IPEndPoint)listener.LocalEndpoint).Port, static o => o.Retry.MaxRetries = 0);
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.QuerySingleAsync<int>($"select {1}", Token));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
        await AssertDisposedInTimeAsync(db);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Fact]
    public async Task A_server_that_falls_silent_holds_up_no_ping_no_reset_and_no_dispose()
    {
        await using var proxy = Proxy(int.MaxValue);
        var db = Behind(proxy.Port, static o =>
        {
            o.Connections.MaxConnections = 2;
            o.Connections.PingAfterIdle = TimeSpan.FromTicks(1);
            o.Connections.AcquireTimeout = TimeSpan.FromSeconds(6);
        });
        await db.QuerySingleAsync<int>($"select {1}", Token);
        var dirty = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        Assert.NotNull(dirty.Connection);
        await db.QuerySingleAsync<int>($"select {1}", Token);

        proxy.FallSilent();
        await dirty.DisposeAsync();
        for (var i = 0; i < 2; i++)
        {
            var clock = Stopwatch.StartNew();
            var error = await Assert.ThrowsAnyAsync<Exception>(async () => await db.QuerySingleAsync<int>($"select {1}", Token));
            Assert.True(error is DatabaseUnavailableException or PoolTimeoutException, error.ToString());
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
        }

        await AssertDisposedInTimeAsync(db);
    }

    [Fact]
    public async Task A_cancel_that_reaches_nobody_ends_the_call_all_the_same()
    {
        await using var proxy = Proxy(int.MaxValue);
        var db = Behind(proxy.Port);
        await db.QuerySingleAsync<int>($"select {1}", Token);
        proxy.FallSilent();
        using var cancel = new CancellationTokenSource();
        var call = db.ExecuteAsync($"select {1}", cancel.Token).AsTask();
        var clock = Stopwatch.StartNew();

        await cancel.CancelAsync();

        // The driver's cancel opens a connection, for which it waits on whatever thread cancels.
        var error = await Assert.ThrowsAnyAsync<Exception>(() => call);
        TestContext.Current.TestOutputHelper?.WriteLine($"{clock.Elapsed}: {error.GetType().Name}");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
        await AssertDisposedInTimeAsync(db);
    }

    /// <summary>
    /// Each size goes another way, on each there are statements before and after the rows, and each of them may be the one that
    /// is not answered. Where other connections still work, a cancel reaches the server and only its answer is lost.
    /// </summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_batch_on_a_connection_that_falls_silent_ends_in_its_time(bool exactlyOnce, bool othersWork)
    {
        await RunAsync("create table readings (sequence bigint not null primary key, sensor varchar(20) not null, level double precision)");
        await using (var direct = Engine.Open(ConnectionString, new DatabaseOptions()))
        await using (var ledger = direct.CreateWriter(new BatchingWriterOptions<Reading> { ExactlyOnce = true }))
        {
            await ledger.EnsureLedgerAsync(Token);
        }

        var first = 0;
        var cases = new List<Func<Task>>();
        foreach (var rows in (int[])[1, 2, 50, 3_000])
        {
            for (var answers = 0; answers < 6; answers++)
            {
                cases.Add(await PrepareSilenceAsync(Enumerable.Range(first += 10_000, rows), exactlyOnce, answers, othersWork));
            }
        }

        await Task.WhenAll(cases.Select(static silence => silence()));
    }

    private async Task<Func<Task>> PrepareSilenceAsync(IEnumerable<int> rows, bool exactlyOnce, int answers, bool othersWork)
    {
        var proxy = Proxy(int.MaxValue);
        var db = Behind(proxy.Port, static o => o.Connections.MaxConnections = 2);
        var writer = db.CreateWriter(new BatchingWriterOptions<Reading>
        {
            ExactlyOnce = exactlyOnce,
            Linger = TimeSpan.FromMilliseconds(50),
            MaxInFlight = 1,
            SendTimeout = TimeSpan.FromSeconds(1),
            DeliveryTimeout = TimeSpan.FromSeconds(3),
            DrainTimeout = TimeSpan.FromSeconds(1),
        });
        await db.QuerySingleAsync<int>($"select {1}", Token);
        return async () =>
        {
            await using (proxy)
            {
                proxy.FallSilent(answers, onlyAnswers: othersWork);
                await WriteIntoSilenceAsync(db, writer, rows, $"{answers} answers");
            }
        };
    }

    private static async Task WriteIntoSilenceAsync(Database db, BatchingWriter<Reading> writer, IEnumerable<int> rows, string name)
    {
        var clock = Stopwatch.StartNew();
        var told = await Task.WhenAll(rows.Select(async i =>
            await Record.ExceptionAsync(async () => await writer.WriteAsync(new Reading { Sequence = i, Sensor = "s" }, Token)))).WaitAsync(SilentBatchPatience, Token);
        var written = clock.Elapsed;
        await writer.DisposeAsync().AsTask().WaitAsync(SilentBatchPatience, Token);
        var disposed = clock.Elapsed;
        await db.DisposeAsync().AsTask().WaitAsync(SilentBatchPatience, Token);
        var took = clock.Elapsed;
        var what = $"{told.Length} rows, {name}: written {written}, writer {disposed}, database {took}; "
            + string.Join(", ", told.GroupBy(static t => t?.Message, StringComparer.Ordinal).Select(static g => $"{g.Count()} x {g.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine(what);

        Assert.All(told, static error => Assert.True(error is null or RowWriteException));
        Assert.True(took < SilentBatchPatience, what);
    }

    private static async Task HangUpAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var client = await listener.AcceptSocketAsync(cancellationToken);
        }
    }

    private static async Task AssertDisposedInTimeAsync(Database db)
    {
        var clock = Stopwatch.StartNew();
        await db.DisposeAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, Token);
        }
    }

    private SilentProxy Proxy(int answers)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
        return new SilentProxy($"{(builder.TryGetValue("Host", out var host) ? host : builder["Server"])}", int.Parse($"{builder["Port"]}", null), answers);
    }

    private Database Behind(int port, Action<DatabaseOptions>? configure = null)
    {
        var options = new DatabaseOptions();
        options.Connections.ConnectTimeout = ConnectTimeout;
        configure?.Invoke(options);
        var builder = new DbConnectionStringBuilder { ConnectionString = ConnectionString, ["Port"] = port };
        return Engine.Open(builder.ConnectionString, options);
    }
}
