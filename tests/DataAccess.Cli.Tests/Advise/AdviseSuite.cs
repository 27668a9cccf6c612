using System.Text.Json;
using DataAccess.Cli.Tests.Import;
using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Advise;

/// <summary><c>dataaccess advise</c> on an engine.</summary>
public abstract class AdviseSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table parts (id {TypeOf<long>()} not null primary key, name varchar(20))");
        await Db.ExecuteAsync($"insert into parts (id, name) values ({1L}, {"bolt"})", Token);
    }

    [Fact]
    public async Task It_measures_advises_and_measures_its_advice()
    {
        var run = await AdviseAsync("--table", "parts", "--max-connections", "8", "--json");

        Assert.Equal("", run.Error);
        Assert.Contains(run.ExitCode, (int[])[0, 10]);
        using var result = JsonDocument.Parse(run.Out);
        Assert.Equal(
            "endpoint points curve rows advice check milliseconds",
            NamesOf(result.RootElement));
        Assert.Equal([1, 2, 4, 8], result.RootElement.GetProperty("points").EnumerateArray().Select(static p => p.GetProperty("connections").GetInt32()));
        Assert.Equal(
            "connections perSecond reachesTarget utilisation waits most mostPerSecond text",
            NamesOf(result.RootElement.GetProperty("advice")));
        var check = result.RootElement.GetProperty("check");
        Assert.Equal(
            "seconds leases arrivalsPerSecond utilisation measured predicted fits text",
            NamesOf(check));
        Assert.Equal("probability meanMs p95Ms p99Ms", NamesOf(check.GetProperty("measured")));
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("rows").ValueKind);
        Assert.True(check.GetProperty("leases").GetInt64() > 0);
    }

    [Fact]
    public async Task It_says_what_it_measured_in_lines()
    {
        var run = await AdviseAsync("--max-connections", "4", "--target-rate", "100");

        Assert.Equal(
            "Measuring measured fitted service advice check verdict",
            string.Join(' ', run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')[0])));
        Assert.Matches(@"MaxConnections [1-4] for \d+/s", run.Out);
    }

    [Theory]
    [InlineData("update parts set name = 'nut';\n")]
    [InlineData("commit; set transaction read write; delete from parts")]
    [InlineData("set session transaction read write; delete from parts")]
    [InlineData("select 1; delete from parts;")]
    [InlineData("call p()")]
    public async Task A_statement_that_may_write_is_rejected(string sql)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, sql, Token);

            var run = await AdviseAsync("--sql", file, "--json");

            Assert.Equal(2, run.ExitCode);
            Assert.Equal("bolt", await Db.QuerySingleAsync<string>($"select name from parts", Token));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string NamesOf(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(static p => p.Name));

    private Task<CliRun> AdviseAsync(params string[] arguments)
        => CliRun.OfAsync(["advise", "--url", ConnectionString, "--seconds", "3", "--yes", .. arguments]);
}
