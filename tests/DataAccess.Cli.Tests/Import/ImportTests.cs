using System.Text;
using System.Text.Json;
using DataAccess.Cli.Import.Inference;

namespace DataAccess.Cli.Tests.Import;

public sealed class ImportTests : ImportFixture
{
    [Fact]
    public async Task An_existing_table_takes_values_by_its_own_types_and_names()
    {
        await ExecuteAsync("create table people (id integer primary key, full_name text not null, born date, \"Note\" text)");

        var run = await ImportAsync(Write("a.tsv", "Born\tFull Name\tnote\n2001-02-03\tAda\tx\n\t\t\n02/03/2001\tBob\ty\n"), "people");

        Assert.Equal(5, run.ExitCode);
        Assert.Equal(["1|Ada|2001-02-03|x", "2||null|null"], await QueryAsync<string>(
            "select id || '|' || full_name || '|' || coalesce(born, 'null') || '|' || coalesce(\"Note\", 'null') from people order by id"));
        Assert.Equal("4|Born|'02/03/2001' is not a valid date; use the form 2024-12-31|02/03/2001\tBob\ty", string.Join('|', Assert.Single(await RejectsAsync())));
    }

    [Fact]
    public async Task Rows_the_database_rejects_are_reported_with_their_lines_and_the_rest_is_loaded()
    {
        await ExecuteAsync("create table t (a integer primary key, b integer check (b < 10), c text not null default '-')");

        var run = await ImportAsync(Write("a.csv", "a,b\n1,1\n2,50\n3,3\n1,4\n\"5\n\",5\n6,6\n"), "t");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("6 read, 4 committed, 2 rejected", run.Out, StringComparison.Ordinal);
        Assert.Equal([1L, 3L, 5L, 6L], await QueryAsync<long>("select a from t order by a"));
        var rejects = await RejectsAsync();
        Assert.Equal("3 5", string.Join(' ', rejects.Select(r => r[0])));
        Assert.All(rejects, r => Assert.Contains("rejected by the database", r[2], StringComparison.Ordinal));
        Assert.Equal("2,50 1,4", string.Join(' ', rejects.Select(r => r[3])));
    }

    [Theory]
    [InlineData("a,zip\n", "The file's column 'zip' is not in table 't', whose columns are: a, b, g.")]
    [InlineData("b\n", "Table 't' requires a value for a, but the file has no such column.")]
    [InlineData("a,A\n", "The file's columns 'a' and 'A' both match column 'a' of table 't'.")]
    [InlineData("a,g\n", "Column 'g' of table 't' is computed by the database and cannot be loaded.")]
    public async Task A_header_that_does_not_fit_the_table_loads_nothing(string header, string message)
    {
        await ExecuteAsync("create table t (a text not null, b text, g text generated always as (a || b))");

        var run = await ImportAsync(Write("a.csv", header + "1,2\n"), "t");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("t"));
    }

    [Fact]
    public async Task Ndjson_goes_into_an_existing_table_by_its_keys()
    {
        await ExecuteAsync("create table t (a integer, tags text, magType text)");

        var run = await ImportAsync(Write("a.jsonl", "{\"tags\":[1,\"x\"]}\n{\"magType\":\"ml\",\"a\":2}\n"), "t");
        var unknown = await ImportAsync(Write("b.jsonl", "{\"a\":1}\n{\"zip\":2}\n"), "t");

        Assert.Equal((0, 4), (run.ExitCode, unknown.ExitCode));
        Assert.Equal(["null|[1,\"x\"]|null", "2|null|ml"], await QueryAsync<string>(
            "select coalesce(a, 'null') || '|' || coalesce(tags, 'null') || '|' || coalesce(magType, 'null') from t order by rowid"));
        Assert.Contains("'zip' is not in table 't'", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_alone_makes_an_empty_table()
    {
        var run = await ImportAsync(Write("a.csv", "Airport Name,Cost Total $\n"), "t", "--create");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["airport_name text", "cost_total text"], await QueryAsync<string>("select name || ' ' || lower(type) from pragma_table_info('t')"));
    }

    [Fact]
    public async Task Standard_input_is_surveyed_by_a_sample_and_loses_nothing_of_it()
    {
        var text = new StringBuilder("id,value\n");
        for (var i = 0; i < 2 * InputSurvey.SampleRecords; i++)
        {
            text.Append(i).Append(',').Append(i * 2).Append('\n');
        }

        text.Append("99999,late text\n");
        using var input = new Reading.TrickleStream(Encoding.UTF8.GetBytes(text.ToString()), 1_000);

        var run = await ImportAsync(input, "t", ["--create"], TestContext.Current.CancellationToken);

        Assert.Equal(5, run.ExitCode);
        Assert.Equal([$"{2 * InputSurvey.SampleRecords}|{(2L * InputSurvey.SampleRecords * ((2 * InputSurvey.SampleRecords) - 1))}"], await QueryAsync<string>("select count(*) || '|' || sum(value) from t"));
        Assert.Equal("20002|value|'late text' is not a valid integer|99999,late text", string.Join('|', Assert.Single(await RejectsAsync())));
    }

    [Fact]
    public async Task An_interrupted_import_reports_what_is_committed_and_that_is_what_is_stored()
    {
        await ExecuteAsync("create table t (a integer)");
        using var interrupt = new CancellationTokenSource();
        using var input = new InterruptingStream(interrupt, portions: 500);

        var run = await ImportAsync(input, "t", ["--json"], interrupt.Token);

        var json = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((11, 11), (run.ExitCode, json.GetProperty("error").GetProperty("exitCode").GetInt32()));
        var committed = json.GetProperty("committed").GetInt64();
        Assert.InRange(committed, 1, long.MaxValue);
        Assert.Equal(committed, await CountAsync("t"));
        Assert.Equal(committed, json.GetProperty("read").GetInt64());
        Assert.Contains($"Interrupted. {committed} rows are committed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_object_and_nothing_else()
    {
        var done = await ImportAsync(Write("a.csv", "a\n1\nx,y\n"), "t", "--create", "--json");
        var failed = await ImportAsync(PathOf("a.csv"), "t", "--create", "--json");

        var json = JsonDocument.Parse(done.Out).RootElement;
        Assert.Equal((5, 2, 1, 1), (done.ExitCode, json.GetProperty("read").GetInt32(), json.GetProperty("committed").GetInt32(), json.GetProperty("rejected").GetInt32()));
        Assert.Equal(RejectsPath, json.GetProperty("rejectsFile").GetString());
        Assert.Equal(4, JsonDocument.Parse(failed.Out).RootElement.GetProperty("error").GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Rejects_that_cannot_be_written_stop_the_import()
    {
        await ExecuteAsync("create table t (a integer)");

        var run = await CliRun.OfAsync("import", Write("a.csv", "a\n1\nx\n3\n"), "--into", "t", "--url", Url, "--rejects", PathOf("none/r.csv"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("none/r.csv' cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Equal([1L], await QueryAsync<long>("select a from t"));
    }

    [Fact]
    public async Task The_url_may_come_from_a_file()
    {
        var run = await CliRun.OfAsync("import", Write("a.csv", "a\n1\n"), "--into", "t", "--create", "--url-file", Write("url", $"\n{Url}\n"));

        Assert.Equal((0, 1), (run.ExitCode, await CountAsync("t")));
    }

    /// <summary>Endless rows, and a user who cancels after a while.</summary>
    private sealed class InterruptingStream(CancellationTokenSource interrupt, int portions) : MemoryStream
    {
        private readonly byte[] _rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("12345\n", 500)));
        private int _reads;

        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_reads++ == portions)
            {
                await interrupt.CancelAsync();
            }

            byte[] source = _reads == 1 ? [.. "a\n"u8] : _rows;
            var read = Math.Min(source.Length, buffer.Length);
            source.AsSpan(0, read).CopyTo(buffer.Span);
            return read;
        }
    }
}
