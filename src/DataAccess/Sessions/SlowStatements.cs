using System.Diagnostics.Metrics;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Providers;
using DataAccess.Telemetry;
using DataAccess.Threading;
using Microsoft.Extensions.Logging;

namespace DataAccess.Sessions;

/// <summary>
/// Logs statements that took long. The plan of one is taken afterwards, in the background, without what its conditions compare with: one plan at a time, each text
/// at most once in an interval, and not while callers wait for a connection.
/// </summary>
internal sealed class SlowStatements(
    DatabaseProvider provider, ConnectionManager connections, TimeSpan threshold, TimeSpan? planInterval, bool withValues, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PlanTime = TimeSpan.FromSeconds(10);

    private static readonly Counter<long> Count = Instruments.Meter.CreateCounter<long>(
        "dataaccess.slow_statements", "{statement}", "Statements that took longer than SlowStatementThreshold.");

    private int _isPlanning;

    /// <summary>Whether a statement took long.</summary>
    public bool AreThose(TimeSpan elapsed) => elapsed >= threshold;

    /// <param name="call">The statement.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="rows">How many rows it gave; null if it gave none.</param>
    /// <param name="values">Its values, as they may be logged.</param>
    public void Report(in StatementCall call, TimeSpan elapsed, long? rows, string values)
    {
        Log.StatementSlow(logger, elapsed.TotalMilliseconds, threshold, call.Text.Sql, values, rows);
        try
        {
            Count.Add(1, new KeyValuePair<string, object?>("db.system.name", provider.SystemName), new KeyValuePair<string, object?>("db.operation.name", call.Text.Operation));
        }
        catch (Exception)
        {
            // The listener's own failure, and its owner's to notice.
        }

        if (planInterval is { } interval && IsDue(call, interval) && connections.Statistics.Waiting == 0 && Interlocked.Exchange(ref _isPlanning, 1) == 0)
        {
            call.Text.PlannedAt = time.GetTimestamp();
            var planned = call;
            _ = Detached.RunAsync(() => PlanAsync(planned));
        }
    }

    /// <summary>A text that is not kept would be asked for again and again. A private in-memory database would end with a connection whose plan failed.</summary>
    private bool IsDue(in StatementCall call, TimeSpan interval)
        => provider is { Plans: not null, CanShareData: true } && !call.Text.HasStreams && !call.Text.IsOneOff && call.Text.IsPreparable && (call.Text.PlannedAt is not { } last || time.GetElapsedTime(last) >= interval);

    private async Task PlanAsync(StatementCall call)
    {
        try
        {
            using var limit = new CancellationTokenSource(PlanTime, time);
            var query = new PlanQuery(call, provider.Plans!, withValues ? PlanFormat.Text : PlanFormat.Outline, Analyze: false);
            var lease = await connections.AcquireAsync(ConnectionRole.Reader, new LeaseHolder("the plan of a slow statement", Within: PlanTime), limit.Token).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
            {
                // In doubt unless it ends well: closing one connection is cheap here.
                lease.Physical.MarkBroken();
                var plan = await lease.Physical.RunAsync(PlanQuery.RunAsync, query, limit.Token).ConfigureAwait(false);
                lease.Physical.ClearBroken();
                Log.SlowPlan(logger, call.Text.Sql, plan);
            }
        }
        catch (Exception exception)
        {
            Log.SlowPlanFailed(logger, call.Text.Sql, exception.GetType().Name);
        }
        finally
        {
            Volatile.Write(ref _isPlanning, 0);
        }
    }
}
