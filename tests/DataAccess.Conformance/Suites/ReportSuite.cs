using DataAccess.Diagnostics;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What a real pool reports of itself.</summary>
public abstract class ReportSuite(TestEngine engine) : DatabaseSuite(engine)
{
    [Fact]
    public async Task It_counts_leases_and_names_the_statements()
    {
        Report();
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(i, await Db.QuerySingleAsync<long>($"select {(long)i} + 0", Token));
        }

        var report = Report();

        Assert.InRange(report.Leases, 300, 310);
        Assert.Equal(0, report.Lost);
        Assert.Equal(0, report.Measured.Probability, 0.05);
        Assert.NotNull(report.Predicted);
        Assert.InRange(report.Use.Mean, TimeSpan.FromMicroseconds(1), TimeSpan.FromSeconds(1));
        var statement = Assert.Single(report.Statements, static s => s.Text.Contains("+ 0", StringComparison.Ordinal));
        Assert.Equal(300, statement.Count);
        Assert.InRange(statement.Share, 0.5, 1);
        Assert.DoesNotContain(report.Findings, static f => f.Kind is FindingKind.Leak or FindingKind.HeldWhileIdle or FindingKind.Failures);
        Assert.Contains("measured    ", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_that_wait_are_measured()
    {
        await using var db = Reopen(static o => o.Connections = new ConnectionOptions { MinConnections = 1, MaxConnections = 1 });
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => db.QuerySingleAsync<long>($"select {(long)i} + 0", Token).AsTask()));

        var report = db.Connections.Report(ConnectionRole.Reader);

        Assert.InRange(report.Measured.Probability, 0.5, 1);
        Assert.InRange(report.Measured.P99, report.Measured.P50, TimeSpan.FromMinutes(1));
        Assert.True(report.Measured.Mean > report.Use.Mean, report.ToString());
    }

    [Fact]
    public async Task Work_inside_of_a_transaction_is_found()
    {
        // Two at a time; so long that BEGIN and COMMIT take less on a busy machine too.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 202),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Token },
            async (_, token) => await Db.InTransactionAsync(
                static async (tx, ct) =>
                {
                    await tx.QuerySingleAsync<long>($"select 1 + 1", ct);
                    await Task.Delay(50, ct);
                },
                token));

        var report = Db.Connections.Report();
        Assert.True(report.Findings.Count == 1, report.ToString());
        var finding = report.Findings[0];

        Assert.Equal(FindingKind.HeldWhileIdle, finding.Kind);
        Assert.Contains("select 1 + 1", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_lease_is_found_with_its_holder()
    {
        await using var lease = await Db.Connections.AcquireAsync(ConnectionRole.Reader, Token);
        for (var i = 0; i < 250; i++)
        {
            await Db.QuerySingleAsync<long>($"select 1 + 1", Token);
        }

        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);
        var report = Report();
        if (report.Use.P99 < TimeSpan.FromMilliseconds(100))
        {
            var leak = Assert.Single(report.Findings, static f => f.Kind == FindingKind.Leak);
            Assert.Contains(nameof(A_held_lease_is_found_with_its_holder), leak.Text, StringComparison.Ordinal);
        }
    }

    private PoolReport Report() => Db.Connections.Report(ConnectionRole.Reader);
}
