using DataAccess.Diagnostics;

namespace DataAccess.Cli.Advise;

/// <summary>Measures a database with more and more connections, advises a number, and measures that.</summary>
/// <param name="open">Opens the database with a fixed number of connections.</param>
internal sealed class Advisor(Func<int, Database> open)
{
    public async Task<AdviseResult> RunAsync(AdviseRequest request, CancellationToken cancellationToken)
    {
        await using var database = open(request.MaxConnections);
        if (request.Text is { } text)
        {
            MeasuredText.Check(text, database.Provider);
        }

        var others = await OtherSessions.CountAsync(database, cancellationToken);
        if (others > 0 && !request.IsConfirmed)
        {
            throw new AdviseRefusedException(Invariant($"{others} other sessions are active on {database.Provider.Endpoint}, and measuring would slow them. Measure another time, or add --yes."));
        }

        // Half of the time for the curve, a third for the check.
        int[] numbers = [.. Enumerable.Range(0, 30).Select(static i => 1 << i).TakeWhile(n => n < request.MaxConnections), request.MaxConnections];
        var points = new List<LoadPoint>();
        foreach (var number in numbers)
        {
            // The first connections are opened, and the statement is prepared on them.
            await Measuring.ClosedAsync(database, request.Statement, number, request.Time / 60, cancellationToken);
            points.Add(await Measuring.ClosedAsync(database, request.Statement, number, request.Time / 2 / numbers.Length, cancellationToken));
        }

        var pages = request.Page is null ? null : await Measuring.PagesAsync(database, request.Page, request.Time / 12, cancellationToken);
        var advice = Advice.Of(points, request.TargetRate, request.TargetP95);
        var time = request.Time / 3;
        var check = await CheckAsync(request.Statement, advice.Load, time, cancellationToken);
        return new AdviseResult(
            database.Provider.Endpoint,
            points,
            ScalingCurve.Fit([.. points.Select(static p => (p.Connections, p.PerSecond))]),
            pages,
            advice,
            time,
            check,
            Verdict.Of(check));
    }

    private async Task<PoolReport> CheckAsync(SqlStatement statement, PoolLoad load, TimeSpan time, CancellationToken cancellationToken)
    {
        // One of them opens each connection, so that no caller of the measurement waits for that.
        await using var database = open(load.Connections);
        await Measuring.ClosedAsync(database, statement, load.Connections, time / 20, cancellationToken);
        database.Connections.Report(ConnectionRole.Reader);
        await Measuring.OpenAsync(database, statement, load.ArrivalsPerSecond, time, cancellationToken);
        return database.Connections.Report(ConnectionRole.Reader);
    }
}
