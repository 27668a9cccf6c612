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
    public async Task A_file_is_written_when_it_is_applied_and_not_again_at_the_end()
    {
        await using var report = NewReport();
        var first = new CompletedMigration("0001_a", 1, IsUndone: false, TimeSpan.FromMilliseconds(4));
        var second = new CompletedMigration("0002_b", 2, IsUndone: false, TimeSpan.FromMilliseconds(12)) { Rows = 1204 };
        report.Report(new MigrationProgress("0001_a", 1, 1, 1, "select 1") { Completed = first });
        Assert.Equal("applied  0001_a  (4 ms)\n", _out.ToString());
        report.Report(new MigrationProgress("0002_b", 1, 1, 1, "select 1") { Notice = new MigrationNotice("0002_b", "0002_b.sql", 7, "warning", "01000", "careful") { Hint = "look" } });
        report.Report(new MigrationProgress("0002_b", 1, 1, 1, "select 1") { Completed = second });
        report.WriteCompleted([first, second, first with { IsUndone = true, Rows = 1 }], "nothing");

        Assert.Equal(
            "applied  0001_a  (4 ms)\nwarning  0002_b.sql:7  careful\n    hint    look\napplied  0002_b  (12 ms, 1,204 rows)\nundone  0001_a  (4 ms, 1 row)\n",
            _out.ToString());
    }

    [Fact]
    public async Task A_terminal_has_a_bar_while_a_run_takes_long_and_the_lines_stay()
    {
        using var output = new StringWriter { NewLine = "\n" };
        await using var report = new MigrateReport(new CliConsole(() => Stream.Null, output, TextWriter.Null, IsTerminal: true, TimeProvider.System), json: false);
        var code = await report.ShowAsync(async () =>
        {
            report.Report(new MigrationProgress("0001_a", 1, 4, 1, "select 1") { File = 3, Files = 4 });
            await Task.Delay(TimeSpan.FromMilliseconds(700), TestContext.Current.CancellationToken);
            var completed = new CompletedMigration("0001_a", 1, IsUndone: false, TimeSpan.FromMilliseconds(700));
            report.Report(new MigrationProgress("0001_a", 1, 1, 1, "select 1") { Completed = completed });
            return report.WriteCompleted([completed], "nothing");
        });

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("applied  0001_a  (700 ms)", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("3 of 4", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("0001_a, step 1 of 4", output.ToString(), StringComparison.Ordinal);
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
