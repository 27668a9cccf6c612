using System.Globalization;
using System.Text.Json;
using DataAccess.Cli.Commands;
using DataAccess.Cli.Import.Conversion;
using DataAccess.Cli.Import.Inference;
using DataAccess.Cli.Import.Progress;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Terminal;
using DataAccess.Cli.Tests.Import;
using DataAccess.Conformance;
using DataAccess.Migrations;
using Microsoft.Extensions.Time.Testing;

namespace DataAccess.Cli.Tests.Cultures;

/// <summary>No culture changes how a number or a time is written or read.</summary>
public sealed class CultureTests : ImportFixture
{
    public static TheoryData<string> Cultures => [.. TestCultures.Names];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Values_are_read_the_same(string culture)
    {
        CultureInfo.CurrentCulture = TestCultures.Of(culture);

        Assert.Equal(-5, Read<int>("-5"));
        Assert.Equal(-1.5, Read<double>("-1.5"));
        Assert.Equal(1234.5f, Read<float>("1234.5"));
        Assert.Equal(-1.50m, Read<decimal>("-1.50"));
        Assert.Equal(new DateOnly(2024, 2, 29), Read<DateOnly>("2024-02-29"));
        Assert.Equal(new TimeOnly(23, 59, 59, 500), Read<TimeOnly>("23:59:59.5"));
        Assert.Equal(new DateTime(2024, 2, 29, 10, 0, 0, 250), Read<DateTime>("2024-02-29T10:00:00.25"));
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 10, 0, 0, new TimeSpan(-5, -30, 0)), Read<DateTimeOffset>("2024-02-29T10:00:00-05:30"));
        Assert.StartsWith("is out of range (-32768 to 32767)", ColumnType.Of(typeof(short)).Parse("-40000", out _), StringComparison.Ordinal);
        Assert.NotNull(ColumnType.Double.Parse("1,5", out _));
        Assert.NotNull(ColumnType.Decimal.Parse("1.000,5", out _));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Types_are_inferred_the_same(string culture)
    {
        CultureInfo.CurrentCulture = TestCultures.Of(culture);

        Assert.Equal(typeof(long), Infer("-5", "7"));
        Assert.Equal(typeof(double), Infer("-0.25", "1e5"));
        Assert.Equal(typeof(decimal), Infer("1.234567890123456"));
        Assert.Equal(typeof(string), Infer("1,5", "2,5"));
        Assert.Equal(typeof(DateOnly), Infer("2024-02-29"));
        Assert.Equal(typeof(string), Infer("29.02.2024"));
        Assert.Equal(typeof(DateTimeOffset), Infer("2024-02-29T10:00:00.5+02:00"));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task An_import_reports_and_stores_the_same(string culture)
    {
        await ExecuteAsync("create table t (a integer, b real, c timestamp)");
        var file = Write("a.csv", "a,b,c\n-5,-1.5,2024-02-29T10:00:00\n7,2.25,2024-12-31T23:59:59.5\nx,1,2024-01-01\n1,2\n");
        CultureInfo.CurrentCulture = TestCultures.Of(culture);

        var text = await ImportAsync(file, "t");
        var json = await ImportAsync(file, "t", "--json");

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Assert.Matches(@": 4 read, 2 committed, 2 rejected, [0-9]+\.[0-9][0-9] s, [0-9]+ rows/s, 1 batches\.\n", text.Out);
        var figures = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal((4, 2, 2), (figures.GetProperty("read").GetInt32(), figures.GetProperty("committed").GetInt32(), figures.GetProperty("rejected").GetInt32()));
        Assert.InRange(figures.GetProperty("seconds").GetDouble(), 0, 60);
        Assert.Equal<string>(
            ["4|a|'x' is not a valid integer|x,1,2024-01-01", "5||the record has 2 fields, expected 3|1,2"],
            [.. (await RejectsAsync()).Select(r => string.Join('|', r))]);
        Assert.Equal(
            ["-5|-1.5|2024-02-29 10:00:00", "7|2.25|2024-12-31 23:59:59.5"],
            await QueryAsync<string>("select distinct a || '|' || b || '|' || c from t order by a"));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Progress_is_written_the_same(string culture)
    {
        CultureInfo.CurrentCulture = TestCultures.Of(culture);
        var time = new FakeTimeProvider();
        using var output = new StringWriter { NewLine = "\n" };
        var console = new CliConsole(() => Stream.Null, output, TextWriter.Null, IsTerminal: false, time);

        await ImportView.For(console, json: false).ShowAsync(
            Task.CompletedTask, () => new ImportStatus(ImportPhase.Loading, 12345, 9, 6788, 1, 0, 1, TimeSpan.FromSeconds(2), 0.5));
        await using (var report = new MigrateReport(console, json: false))
        {
            report.Report(new MigrationProgress("0002_fill", 1, 1, 2, "update a") { Backfill = new BackfillProgress(4, 20_000, 0.4) });
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(
            "12345 read, 6788 committed, 1 rejected, 3394 rows/s, 50%\nrunning  0002_fill, 4 slices and 20,000 rows, 40 %, line 2, for 5 s: update a\n",
            output.ToString());
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Durations_are_read_and_written_the_same(string culture)
    {
        CultureInfo.CurrentCulture = TestCultures.Of(culture);

        var demo = await CliRun.OfAsync("demo", "--seconds", "0.2", "--url", Url);
        var wait = await CliRun.OfAsync("wait", "--timeout", "500ms", "--url", Url);

        Assert.Equal((0, 0), (demo.ExitCode, wait.ExitCode));
        Assert.StartsWith("Sampling this machine's processes for 0.2 s into", demo.Out, StringComparison.Ordinal);
        Assert.Matches(@"of [0-9]+\.[0-9] rows on average, within [0-9]+\.[0-9] s\.", demo.Out);
        Assert.Matches(@"after [0-9]+\.[0-9] s\.", wait.Out);
    }

    private static T Read<T>(string text)
    {
        Assert.Null(ColumnType.Of(typeof(T)).Parse(text, out var value));
        return Assert.IsType<T>(value);
    }

    private static Type Infer(params string[] values)
    {
        var inference = new ColumnInference();
        foreach (var value in values)
        {
            inference.Observe(value, ValueForm.Untyped);
        }

        return inference.Decide().ClrType;
    }
}
