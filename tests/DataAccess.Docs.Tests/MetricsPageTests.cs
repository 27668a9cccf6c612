using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAccess.Conformance;
using DataAccess.Events;
using DataAccess.Sqlite;
using Microsoft.Data.Sqlite;

namespace DataAccess.Docs.Tests;

/// <summary>docs/metrics.md names every metric and attribute that a run meets, and no other.</summary>
public sealed partial class MetricsPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-metrics-");
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Metric, string Attribute), ConcurrentDictionary<string, bool>> _measured = [];
    private readonly ConcurrentBag<Activity> _spans = [];
    private readonly MeterListener _metrics = new();
    private readonly ActivityListener _traces;

    public MetricsPageTests()
    {
        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "DataAccess")
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument.Name, tags));
        _metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument.Name, tags));
        _metrics.Start();
        _traces = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "DataAccess",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(_traces);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string[] Page { get; } = File.ReadAllLines(Path.Combine(TestFiles.Root, "docs", "metrics.md"));

    public void Dispose()
    {
        _metrics.Dispose();
        _traces.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_page_names_every_metric_and_attribute_and_no_other()
    {
        await TouchEverythingAsync();

        var documented = Rows(5).ToDictionary(static cells => Word(cells[0]), static cells => (Kind: cells[1], Unit: Word(cells[2]), Attributes: Words(cells[3])), StringComparer.Ordinal);
        Assert.Equal(
            _instruments.Values.Select(static i => $"{i.Name} {KindOf(i)} {i.Unit}").Order(StringComparer.Ordinal),
            documented.Select(static d => $"{d.Key} {d.Value.Kind} {d.Value.Unit}").Order(StringComparer.Ordinal));
        Assert.Equal(
            _measured.Keys.Select(static m => $"{m.Metric} {m.Attribute}").Order(StringComparer.Ordinal),
            documented.SelectMany(static d => d.Value.Attributes.Select(a => $"{d.Key} {a}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_names_every_attribute_of_a_span_and_no_other()
    {
        await TouchEverythingAsync();

        // A file is on no server, so three of them do not show here; the source has them all.
        var inSource = Directory.EnumerateFiles(Path.Combine(TestFiles.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => SetTag().Matches(File.ReadAllText(file)).Select(static tag => tag.Groups["tag"].Value));
        string[] onMetricsOnly = ["dataaccess.events.state", "dataaccess.events.subscription", "dataaccess.events.topic", "db.client.connection.pool.name", "db.client.connection.state", "finding", "outcome", "reason"];
        var documented = Rows(2).Select(static cells => Word(cells[0])).ToArray();
        Assert.Equal(inSource.Distinct(StringComparer.Ordinal).Concat(onMetricsOnly).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        Assert.Empty(_spans.SelectMany(static span => span.TagObjects.Select(static tag => tag.Key)).Except(documented, StringComparer.Ordinal));

        Assert.Contains(_spans, static span => span.DisplayName == "BATCH INSERT reading");
        Assert.Contains(_spans, static span => span.DisplayName == "process order");
        Assert.All(_spans, static span => Assert.Equal(span.DisplayName == "process order" ? ActivityKind.Consumer : ActivityKind.Client, span.Kind));
    }

    [Fact]
    public async Task The_page_names_every_value_of_the_attributes_that_have_few()
    {
        await TouchEverythingAsync();

        var values = Rows(2).ToDictionary(static cells => Word(cells[0]), static cells => Words(cells[1]), StringComparer.Ordinal);
        Assert.Equal(SnakeCase<RowOutcome>(), values["outcome"], StringComparer.Ordinal);
        Assert.Equal(SnakeCase<FailureKind>(), values["error.type"], StringComparer.Ordinal);
        Assert.Equal(["idle", "used"], values["db.client.connection.state"], StringComparer.Ordinal);
        Assert.Equal(CloseReasons(), values["reason"], StringComparer.Ordinal);
        Assert.All(ValuesOf("db.client.connection.pool.name"), static name => Assert.Matches(@"\.db \((Writer|Reader)\)$", name));
    }

    /// <summary>Queries, an error, a transaction each way, and a writer that has to wait for room and to send a batch again.</summary>
    private async Task TouchEverythingAsync()
    {
        var file = Path.Combine(_folder.FullName, "touched.db");
        await using var db = SqliteDatabase.Open(file, new SqliteOptions { BusyTimeout = TimeSpan.FromSeconds(1), SlowStatementThreshold = TimeSpan.Zero });
        await db.ExecuteAsync($"create table reading (id integer not null primary key)", Token);
        await db.QueryAsync<int>($"select 1", Token);
        await Assert.ThrowsAnyAsync<DbException>(async () => await db.QueryAsync<int>($"select 1 from nowhere", Token));
        await db.InTransactionAsync(static async (tx, ct) => await tx.ExecuteAsync($"insert into reading values (0)", ct), Token);
        await Assert.ThrowsAsync<TimeoutException>(async () => await db.InTransactionAsync(static (_, _) => throw new TimeoutException(), Token));

        await using var writer = db.CreateWriter<Reading>(new() { QueueBytes = 1_000, MaxBatchRows = 2, MaxBatchBytes = 1_000 });
        Task[] writes;
        await using (var other = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            await other.OpenAsync(Token);
            await using var lockFile = new SqliteCommand("begin immediate", other);
            await lockFile.ExecuteNonQueryAsync(Token);
            writes = [.. Enumerable.Range(1, 20).Select(i => writer.WriteAsync(new Reading(i), Token).AsTask())];
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
            limit.CancelAfter(TimeSpan.FromSeconds(60));
            while (ValuesOf("error.type").All(static value => value.StartsWith("SQLITE", StringComparison.Ordinal)))
            {
                await Task.Delay(20, limit.Token);
            }
        }

        await Task.WhenAll(writes);
        db.Connections.Report();
        await TouchEventsAsync(db);
        _metrics.RecordObservableInstruments();
    }

    /// <summary>An event that is handled, one that fails for the last time, and a lease that is lost; until the gauges have been looked up.</summary>
    private async Task TouchEventsAsync(Database db)
    {
        await using var processor = db.CreateEventProcessor(static events =>
        {
            events.Options.Lease = TimeSpan.FromSeconds(2);
            events.On<Order>("mailer", static (e, _) => e.Body.Number == 1 ? throw new TimeoutException() : default, new() { MaxAttempts = 1 });
        });
        await processor.StartAsync(Token);
        await db.PublishAsync(new Order(1), cancellationToken: Token);
        await db.PublishAsync(new Order(2), cancellationToken: Token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!(_measured.ContainsKey(("dataaccess.events.lag", "dataaccess.events.topic")) && _measured.ContainsKey(("dataaccess.events.handled", "dataaccess.events.topic"))
            && _measured.ContainsKey(("dataaccess.events.dead", "dataaccess.events.topic")) && _measured.ContainsKey(("dataaccess.events.lease_lost", "dataaccess.events.subscription"))))
        {
            await db.ExecuteAsync($"update dataaccess_owner set owner = {Guid.NewGuid()} where part = 3 and owner is not null", limit.Token);
            _metrics.RecordObservableInstruments();
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>The cells of the rows of the tables with so many columns whose first cell is a name.</summary>
    private static IEnumerable<string[]> Rows(int columns)
        => Page.Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == columns);

    private static string Word(string cell) => Assert.Single(Words(cell));

    /// <summary>The words in code style. What explains one in brackets, or follows "of operations", is no value of its own.</summary>
    private static string[] Words(string cell)
        => [.. Code().Matches(cell[(cell.IndexOf("Of `retries`:", StringComparison.Ordinal) is var at and >= 0 ? at + 13 : 0)..]).Select(static word => word.Groups["word"].Value)];

    private static string[] SnakeCase<TEnum>()
        where TEnum : struct, Enum
        => SnakeCase(typeof(TEnum));

    private static string[] SnakeCase(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The names of the library's enum, which is internal, that holds the values that were measured.</summary>
    private string[] CloseReasons()
    {
        var measured = ValuesOf("reason").ToHashSet(StringComparer.Ordinal);
        Assert.InRange(measured.Count, 2, int.MaxValue);
        return Assert.Single(typeof(Database).Assembly.GetTypes().Where(static type => type.IsEnum).Select(SnakeCase), measured.IsSubsetOf);
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> or Histogram<long> => "histogram",
        Counter<long> or ObservableCounter<long> => "counter",
        ObservableUpDownCounter<long> => "up-down counter",
        ObservableGauge<double> or ObservableGauge<long> => "gauge",
        _ => throw new ArgumentOutOfRangeException(nameof(instrument), instrument.GetType(), "The page has no word for it."),
    };

    private IEnumerable<string> ValuesOf(string attribute) => _measured.Where(m => m.Key.Attribute == attribute).SelectMany(static m => m.Value.Keys);

    private void Add(string metric, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            _measured.GetOrAdd((metric, tag.Key), static _ => [])[$"{tag.Value}"] = true;
        }
    }

    [GeneratedRegex("`(?<word>[^`]+)`", RegexOptions.None, 10_000)]
    private static partial Regex Code();

    [GeneratedRegex("SetTag\\(\"(?<tag>[^\"]+)\"", RegexOptions.None, 10_000)]
    private static partial Regex SetTag();

    private sealed record Reading(int Id);

    private sealed record Order(int Number);
}
