using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DataAccess.Telemetry;

/// <summary>
/// The library's meter and activity source, both named <c>DataAccess</c>. Names follow the OpenTelemetry database
/// conventions (semantic-conventions, database metrics and spans, stable since 1.33).
/// </summary>
internal static class Instruments
{
    public const string Name = "DataAccess";

    public static readonly Meter Meter = new(Name);

    public static readonly ActivitySource Activities = new(Name);

    /// <summary>The buckets that the conventions name for durations; the default ones of OpenTelemetry are made for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> SecondBuckets = new() { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] };

    private static readonly InstrumentAdvice<long> RowBuckets = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] };

    public static readonly Histogram<double> OperationDuration = Seconds("db.client.operation.duration", "Duration of database client operations.");

    public static readonly Histogram<long> ReturnedRows = Rows("db.client.response.returned_rows", "The actual number of records returned by the database operation.");

    /// <summary>A histogram of durations.</summary>
    public static Histogram<double> Seconds(string name, string description) => Meter.CreateHistogram(name, "s", description, tags: null, SecondBuckets);

    /// <summary>A histogram of numbers of rows.</summary>
    public static Histogram<long> Rows(string name, string description) => Meter.CreateHistogram(name, "{row}", description, tags: null, RowBuckets);
}
