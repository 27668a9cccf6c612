using System.Diagnostics.Metrics;
using DataAccess.Telemetry;

namespace DataAccess.Diagnostics;

/// <summary>Counts the findings of reports.</summary>
internal static class FindingMetrics
{
    private static readonly Counter<long> Findings = Instruments.Meter.CreateCounter<long>(
        "dataaccess.connection.findings", "{finding}", "What reports about the connections have found.");

    public static void Count(PoolReport report)
    {
        foreach (var finding in report.Findings)
        {
            try
            {
                Findings.Add(
                    1,
                    new KeyValuePair<string, object?>("db.client.connection.pool.name", report.Name),
                    new KeyValuePair<string, object?>("finding", Names<FindingKind>.Of(finding.Kind)));
            }
            catch (Exception)
            {
                // The listener's own failure, and its owner's to notice.
            }
        }
    }
}
