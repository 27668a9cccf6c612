using DataAccess.Diagnostics;
using DataAccess.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAccess.DependencyInjection;

/// <summary>Makes a report of each database from time to time, which counts its findings, and logs those that are new.</summary>
internal sealed class AdviceService(IServiceProvider services, IEnumerable<AdviceRegistration> advice) : BackgroundService
{
    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
    private readonly ILogger _logger = services.GetService<ILoggerFactory>() is { } factory ? new SafeLogger(factory.CreateLogger("DataAccess")) : NullLogger.Instance;
    private readonly Dictionary<string, HashSet<FindingKind>> _known = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(advice.Last().Every, _time);
        try
        {
            do
            {
                ReportAll();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void ReportAll()
    {
        foreach (var registration in DatabaseRegistration.All(services))
        {
            try
            {
                Report(registration);
            }
            catch (Exception exception)
            {
                // The host would stop, for the sake of a report.
                Log.ReportFailed(_logger, DatabaseName.Of(registration.Key), exception.GetType().Name);
            }
        }
    }

    private void Report(DatabaseRegistration registration)
    {
        var database = DatabaseRegistration.Find(services, registration.Key, nameof(AdviceService));
        Report(database.Connections.Report());
        if (database.Provider.HasSingleWriter)
        {
            Report(database.Connections.Report(ConnectionRole.Reader));
        }
    }

    private void Report(PoolReport report)
    {
        var known = _known.GetValueOrDefault(report.Name) ?? [];
        foreach (var finding in report.Findings.Where(f => f.Kind != FindingKind.NotEnoughSamples && !known.Contains(f.Kind)))
        {
            Log.Found(_logger, report.Name, finding.Text);
        }

        _known[report.Name] = [.. report.Findings.Select(static f => f.Kind)];
    }
}
