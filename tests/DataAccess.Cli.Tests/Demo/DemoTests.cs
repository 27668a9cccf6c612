using System.Text.Json;
using DataAccess.Cli.Demo;
using DataAccess.Cli.Tests.Import;

namespace DataAccess.Cli.Tests.Demo;

public sealed class DemoTests : ImportFixture
{
    [Fact]
    public async Task Real_processes_are_sampled_written_read_back_and_shown()
    {
        var run = await CliRun.OfAsync("demo", "--seconds", "0.5", "--url", Url);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("The busiest processes of this machine", run.Out, StringComparison.Ordinal);
        Assert.Contains($"{await CountAsync("process_samples")} rows committed, 0 rejected", run.Out, StringComparison.Ordinal);
        Assert.Contains($"{Environment.ProcessId}", string.Join(',', await QueryAsync<long>("select distinct process_id from process_samples")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_shows_its_own_samples_only()
    {
        await CliRun.OfAsync("demo", "--seconds", "0.2", "--url", Url);
        var before = await CountAsync("process_samples");

        var run = await CliRun.OfAsync("demo", "--seconds", "0.2", "--url", Url, "--json");

        var json = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(await CountAsync("process_samples") - before, json.GetProperty("readBack").GetInt64());
        Assert.Equal(json.GetProperty("committed").GetInt64(), json.GetProperty("readBack").GetInt64());
    }

    [Fact]
    public void Usage_is_the_difference_between_the_first_and_the_last_sample()
    {
        ProcessSample[] samples =
        [
            new(1, 7, 0.0, 10, "busy", 5.0, 100, 3), new(2, 7, 0.0, 20, "idle", 90.0, 900, 1),
            new(3, 7, 0.1, 10, "busy", 7.5, 300, 4), new(4, 7, 0.1, 20, "idle", 90.0, 800, 1),
        ];

        Assert.Equal([new ProcessUsage(10, "busy", 2.5, 300, 4, 2), new ProcessUsage(20, "idle", 0, 900, 1, 2)], ProcessUsage.Of(samples));
    }
}
