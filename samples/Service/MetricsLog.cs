using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Service;

/// <summary>
/// Logs the rows that the writer has committed, every ten seconds and at shutdown, from the meter <c>DataAccess</c>. A real service
/// would export the meter with OpenTelemetry: <c>AddMeter("DataAccess")</c>.
/// </summary>
public sealed partial class MetricsLog : BackgroundService
{
    private readonly ConcurrentDictionary<string, long> _rows = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly ILogger<MetricsLog> _log;

    public MetricsLog(ILogger<MetricsLog> log)
    {
        _log = log;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "DataAccess", Name: "dataaccess.writer.rows" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, rows, tags, _) => _rows[OutcomeOf(tags)] = rows);
        _listener.Start();
    }

    public override void Dispose()
    {
        _listener.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Report();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Report();
        }
    }

    private static string OutcomeOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "outcome")
            {
                return $"{tag.Value}";
            }
        }

        return "";
    }

    private void Report()
    {
        _listener.RecordObservableInstruments();
        RowsWritten(_rows.GetValueOrDefault("committed"), _rows.GetValueOrDefault("rejected"));
    }

    [LoggerMessage(1, LogLevel.Information, "{Committed} rows committed, {Rejected} rejected")]
    private partial void RowsWritten(long committed, long rejected);
}
