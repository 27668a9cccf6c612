using System.Net;
using System.Net.Http.Json;

namespace DataAccess.Docs.Tests;

/// <summary>The programs of samples/ run and do what their README says.</summary>
public sealed class SampleTests
{
    [Fact(Timeout = 60_000)]
    public async Task The_first_program_runs()
    {
        var token = TestContext.Current.CancellationToken;
        await using var program = new SampleProgram("FirstProgram");

        Assert.Equal(0, await program.EndAsync(token));
        Assert.Equal("Grace has 80\nAda has 70", program.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_program_for_native_code_runs_as_any_other()
    {
        await using var program = new SampleProgram("Aot");

        Assert.Equal(0, await program.EndAsync(TestContext.Current.CancellationToken));
        Assert.Contains("499 above 50, the first of sensor 0, roof: Hot a+b 2026-01-02T03:04:05.0000000Z", program.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_service_stores_what_it_acknowledges_and_shuts_down_cleanly()
    {
        var token = TestContext.Current.CancellationToken;
        await using var service = new SampleProgram("Service", "--urls", "http://127.0.0.1:0");
        var listening = await service.LineAsync("Now listening on: ", token);
        using var client = new HttpClient { BaseAddress = new Uri(listening[listening.IndexOf("http://", StringComparison.Ordinal)..]) };

        var posts = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => client.PostAsJsonAsync("/readings", new { sensor = "roof", level = i }, token)));
        var readings = await client.GetFromJsonAsync<List<Reading>>("/readings/roof", token);
        var health = await client.GetStringAsync("/health", token);
        await service.TerminateAsync(token);

        Assert.All(posts, static post => Assert.Equal((HttpStatusCode.Created, "/readings/roof"), (post.StatusCode, post.Headers.Location?.ToString())));
        Assert.Equal(Enumerable.Range(1, 100), readings!.Select(static r => (int)r.Level).Order());
        Assert.Equal("Healthy", health);
        Assert.Equal(0, await service.EndAsync(token));
        Assert.Contains("100 rows committed, 0 rejected", service.Output, StringComparison.Ordinal);
    }

    private sealed record Reading(string Id, string Sensor, double Level);
}
