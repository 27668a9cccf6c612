using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The metrics and traces that the OpenTelemetry database conventions name.</summary>
public abstract class TelemetrySuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly string[] Names =
    [
        "db.client.connection.count", "db.client.connection.create_time", "db.client.connection.idle.max", "db.client.connection.idle.min",
        "db.client.connection.max", "db.client.connection.pending_requests", "db.client.connection.timeouts", "db.client.connection.use_time",
        "db.client.connection.wait_time", "db.client.operation.duration", "db.client.response.returned_rows",
    ];

    [Fact]
    public async Task Every_metric_is_measured_under_its_name()
    {
        var seen = new ConcurrentDictionary<string, ConcurrentBag<KeyValuePair<string, object?>[]>>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name == "DataAccess")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.GetOrAdd(instrument.Name, static _ => []).Add(tags.ToArray()));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.GetOrAdd(instrument.Name, static _ => []).Add(tags.ToArray()));
        listener.Start();
        await using var db = Reopen();

        await db.QueryAsync<int>($"select 1", Token);
        listener.RecordObservableInstruments();

        Assert.Equal(string.Join(" ", Names), string.Join(" ", seen.Keys.Order(StringComparer.Ordinal)));
        Assert.Contains(seen["db.client.operation.duration"], tags => tags.Contains(new("db.system.name", db.Provider.SystemName)) && tags.Contains(new("db.operation.name", "SELECT")));
        Assert.Contains(seen["db.client.connection.count"], static tags => tags.Any(static t => t.Key == "db.client.connection.pool.name") && tags.Contains(new("db.client.connection.state", "idle")));
    }

    [Fact]
    public async Task A_query_is_a_span_and_an_error_says_so()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "DataAccess",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        await Db.QueryAsync<int>($"select {41} + 1", Token);
        await Assert.ThrowsAnyAsync<Exception>(async () => await Db.QueryAsync<int>($"select nonsense from nowhere_at_all", Token));

        // Other tests run meanwhile and are traced too.
        var good = Assert.Single(spans, static s => s.GetTagItem("db.query.text") is string text && text.EndsWith(" + 1", StringComparison.Ordinal));
        var bad = Assert.Single(spans, static s => s.GetTagItem("db.query.text") is string text && text.Contains("nowhere_at_all", StringComparison.Ordinal));
        Assert.Equal((ActivityKind.Client, ActivityStatusCode.Unset), (good.Kind, good.Status));
        Assert.Equal(ActivityStatusCode.Error, bad.Status);
        Assert.NotNull(bad.GetTagItem("error.type"));
        Assert.DoesNotContain("41", $"{good.GetTagItem("db.query.text")}", StringComparison.Ordinal);
    }
}
