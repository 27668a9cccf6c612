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

    public static readonly Histogram<double> OperationDuration = Meter.CreateHistogram<double>(
        "db.client.operation.duration", "s", "Duration of database client operations.");

    public static readonly Histogram<long> ReturnedRows = Meter.CreateHistogram<long>(
        "db.client.response.returned_rows", "{row}", "The actual number of records returned by the database operation.");
}
