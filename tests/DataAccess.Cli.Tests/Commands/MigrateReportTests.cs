using DataAccess.Cli.Commands;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;
using Microsoft.Extensions.Time.Testing;

namespace DataAccess.Cli.Tests.Commands;

public sealed class MigrateReportTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _out = new() { NewLine = "\n" };

    public void Dispose() => _out.Dispose();

    private MigrateReport NewReport(bool json = false) => new(new CliConsole(() => Stream.Null, _out, TextWriter.Null, IsTerminal: false, _time), json);

    [Fact]
    public async Task A_long_step_is_reported_every_five_seconds_with_its_time()
    {
        await using var report = NewReport();
        report.Report(new MigrationProgress("0001_a", 2, 3, 7, "create index i on a (x)"));
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(5));
        report.Report(new MigrationProgress("0001_a", 3, 3, 9, "select 1"));
        report.Write(new { }, "done");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(
            "running  0001_a, step 2 of 3, line 7, for 5 s: create index i on a (x)\nrunning  0001_a, step 2 of 3, line 7, for 10 s: create index i on a (x)\ndone\n",
            _out.ToString());
    }

    [Fact]
    public async Task A_backfill_reports_its_progress_and_its_time_as_a_whole()
    {
        await using var report = NewReport();
        for (var slice = 0; slice < 10; slice++)
        {
            report.Report(new MigrationProgress("0002_fill", 1, 1, 2, "update a set n = 1") { Backfill = new BackfillProgress(slice, slice * 5000, slice / 10d) });
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            "running  0002_fill, 4 slices and 20,000 rows, 40 %, line 2, for 5 s: update a set n = 1\nrunning  0002_fill, 9 slices and 45,000 rows, 90 %, line 2, for 10 s: update a set n = 1\n",
            _out.ToString());
    }

    [Fact]
    public async Task Json_output_has_no_progress_lines()
    {
        await using var report = NewReport(json: true);
        report.Report(new MigrationProgress("0001_a", 1, 1, 1, "select 1"));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("", _out.ToString());
    }
}
