using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The metrics and traces that the OpenTelemetry database conventions name.</summary>
public abstract class TelemetrySuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly string[] Names =
    [
        "connection.count", "connection.create_time", "connection.idle.max", "connection.idle.min",
        "connection.max", "connection.pending_requests", "connection.timeouts", "connection.use_time",
        "connection.wait_time", "operation.duration", "response.returned_rows",
    ];

    private static readonly string[] WriterNames =
    [
        "admission_time", "batch_bytes", "batch_rows", "batches", "commit_time", "in_flight", "in_flight_slots", "queue_time", "queued_bytes", "queued_rows", "retries",
        "rows", "send_time", "spool_bytes", "spool_replayed", "spool_rows",
    ];

    [Fact]
    public async Task Every_metric_is_measured_under_its_name()
    {
        using var measured = new Measured("db.client.");
        await using var db = Reopen();

        await db.QueryAsync<int>($"select 1", Token);
        measured.Observe();

        Assert.Equal(string.Join(" ", Names), string.Join(" ", measured.Names));
        Assert.Contains(measured["operation.duration"], tags => tags.Contains(new("db.system.name", db.Provider.SystemName)) && tags.Contains(new("db.operation.name", "SELECT")));
        Assert.Contains(measured["connection.count"], static tags => tags.Any(static t => t.Key == "db.client.connection.pool.name") && tags.Contains(new("db.client.connection.state", "idle")));
    }

    [Fact]
    public async Task Every_metric_of_a_writer_is_measured_under_its_name()
    {
        await RunAsync($"create table measured (id {TypeOf<int>()} not null primary key)");
        using var measured = new Measured("dataaccess.writer.");
        await using var db = Reopen();
        await using var writer = db.CreateWriter<MeasuredRow>(new() { QueueBytes = 300, MaxBatchBytes = 100 });

        // The second row has to wait for room.
        var writes = Enumerable.Range(1, 3).Select(i => writer.WriteAsync(new MeasuredRow(i), Token).AsTask()).ToArray();
        await Task.WhenAll(writes);
        measured.Observe();

        // A retry needs a fault, which the fault suites make.
        Assert.Equal(string.Join(" ", WriterNames.Where(static n => n != "retries")), string.Join(" ", measured.Names.Where(static n => n != "retries")));
        Assert.Contains(measured["rows"], static tags => tags.Contains(new("db.collection.name", "measured")) && tags.Contains(new("outcome", "not_persisted")));
        Assert.Contains(measured["batches"], static tags => tags.Contains(new("db.collection.name", "measured")) && tags.Contains(new("reason", "idle")));
    }

    [Fact]
    public async Task A_batch_is_a_span_that_links_to_its_caller()
    {
        await RunAsync($"create table measured (id {TypeOf<int>()} not null primary key)");
        var spans = new ConcurrentBag<Activity>();
        using var listener = Listen(spans);
        await using var writer = Db.CreateWriter<MeasuredRow>();
        using var caller = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        await writer.WriteManyAsync(Enumerable.Range(1, 50).Select(static i => new MeasuredRow(i)), Token);
        await writer.DisposeAsync();

        var batch = Assert.Single(spans, s => s.Links.Any(l => l.Context == caller.Context));
        Assert.Equal(("BATCH INSERT measured", 50, ActivityStatusCode.Unset), (batch.DisplayName, batch.GetTagItem("db.operation.batch.size"), batch.Status));
        AssertServer(batch);
    }

    [Fact]
    public async Task A_stream_is_traced_and_logged_as_it_ended()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = Listen(spans);
        using var caller = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var log = new Logged();
        await using var db = new Database(Db.Provider, loggerFactory: log);
        SqlStatement three = $"select 1 as whole union all select 2 union all select 3";
        SqlStatement missing = $"select whole from nowhere_at_all";

        var all = await ReadAsync(db.StreamAsync<int>(three, Token), 9);
        var some = await ReadAsync(db.StreamAsync<int>($"select 7 as early union all select 8 union all select 9", Token), 2);
        var error = await Assert.ThrowsAnyAsync<DbException>(async () => await ReadAsync(db.StreamAsync<int>(missing, Token), 9));

        Assert.Equal((3, 2), (all, some));
        Assert.Contains("streamed 3 rows", Assert.Single(log.Of(203), static t => t.Contains("whole", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("streamed 2 rows", Assert.Single(log.Of(203), static t => t.Contains("early", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("nowhere_at_all", Assert.Single(log.Of(204)), StringComparison.Ordinal);
        Activity Of(string text) => Assert.Single(spans, s => s.TraceId == caller.TraceId && $"{s.GetTagItem("db.query.text")}".Contains(text, StringComparison.Ordinal));
        Assert.Equal((ActivityStatusCode.Unset, null), (Of("as whole").Status, Of("as whole").GetTagItem("error.type")));
        Assert.Equal((ActivityStatusCode.Unset, null), (Of("early").Status, Of("early").GetTagItem("error.type")));
        Assert.Equal(ActivityStatusCode.Error, Of("nowhere").Status);
        Assert.Equal(Db.Provider.Classify(error).Code, Of("nowhere").GetTagItem("error.type"));

        static async Task<int> ReadAsync(IAsyncEnumerable<int> rows, int most)
        {
            var count = 0;
            await foreach (var _ in rows)
            {
                if (++count == most)
                {
                    break;
                }
            }

            return count;
        }
    }

    [Fact]
    public async Task The_end_of_a_transaction_is_a_span()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = Listen(spans);
        using var caller = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        await Db.InTransactionAsync(static async (t, ct) => await t.QueryAsync<int>($"select 1", ct), Token);
        await Assert.ThrowsAsync<TimeoutException>(async () => await Db.InTransactionAsync(static (_, _) => throw new TimeoutException(), Token));

        var own = spans.Where(s => s.TraceId == caller.TraceId).ToList();
        var commit = Assert.Single(own, static s => s.GetTagItem("db.operation.name") is "COMMIT");
        Assert.Equal(("COMMIT", ActivityKind.Client, ActivityStatusCode.Unset), (commit.DisplayName, commit.Kind, commit.Status));
        Assert.Single(own, static s => s.GetTagItem("db.operation.name") is "ROLLBACK");
        AssertServer(commit);
    }

    [Fact]
    public async Task A_query_is_a_span_and_an_error_says_so()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = Listen(spans);

        using var caller = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        await Db.QueryAsync<int>($"select {41} + 1", Token);
        await Assert.ThrowsAnyAsync<Exception>(async () => await Db.QueryAsync<int>($"select nonsense from nowhere_at_all", Token));

        // Other tests run meanwhile and are traced too.
        var good = Assert.Single(spans, s => s.TraceId == caller.TraceId && s.GetTagItem("db.query.text") is string text && text.EndsWith(" + 1", StringComparison.Ordinal));
        var bad = Assert.Single(spans, s => s.TraceId == caller.TraceId && s.GetTagItem("db.query.text") is string text && text.Contains("nowhere_at_all", StringComparison.Ordinal));
        Assert.Equal((ActivityKind.Client, ActivityStatusCode.Unset), (good.Kind, good.Status));
        Assert.Equal(ActivityStatusCode.Error, bad.Status);
        Assert.NotNull(bad.GetTagItem("error.type"));
        Assert.All([good, bad], AssertServer);
        Assert.DoesNotContain("41", $"{good.GetTagItem("db.query.text")}", StringComparison.Ordinal);
    }

    private static ActivityListener Listen(ConcurrentBag<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "DataAccess",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>The host alone in its place, and the port and the database in theirs; a file is on no server.</summary>
    private void AssertServer(Activity span)
    {
        var settings = Engine is SqliteEngine ? [] : new DbConnectionStringBuilder { ConnectionString = ConnectionString };
        object? Of(params string[] names) => names.Where(settings.ContainsKey).Select(name => settings[name]).FirstOrDefault();
        var expected = (Address: Of("Host", "Server"), Port: Of("Port")?.ToString(), Database: Of("Database"));
        Assert.Equal(expected, (span.GetTagItem("server.address"), span.GetTagItem("server.port")?.ToString(), span.GetTagItem("db.namespace")));
    }
}
