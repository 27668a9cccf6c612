using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

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
        using var client = await service.ListenAsync(token);

        var posts = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => client.PostAsJsonAsync("/readings", new { device = "n-1", level = i }, token)));
        var page = await client.GetFromJsonAsync<ReadingPage>("/readings?device=n-1&least=11&sort=-level&size=40", token);
        var next = await client.GetFromJsonAsync<ReadingPage>($"/readings?device=n-1&least=11&sort=-level&size=60&afterId={page!.Last!.Id}&afterLevel={page.Last.Level}", token);
        var health = await client.GetStringAsync("/health", token);

        // The last requests are on their way while it is asked to end.
        var last = Enumerable.Range(101, 100).Select(i => client.PostAsJsonAsync("/readings", new { device = "s-1", level = i }, token)).ToList();
        await Task.Delay(20, token);
        await service.TerminateAsync(token);
        var acknowledged = await AcknowledgedAsync(last);

        Assert.All(posts, static post => Assert.Equal((HttpStatusCode.Created, "/readings?device=n-1"), (post.StatusCode, post.Headers.Location?.ToString())));
        Assert.Equal(Enumerable.Range(11, 90).Reverse(), page.Items.Concat(next!.Items).Select(static r => (int)r.Level));
        Assert.Equal((true, false), (page.HasMore, next.HasMore));
        Assert.Equal("Healthy", health);
        Assert.Equal(0, await service.EndAsync(token));
        Assert.InRange(service.Rows("select count(*) from reading where device = 's-1'"), acknowledged, 100);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_service_guards_versions_moves_quota_and_names_bad_rows()
    {
        var token = TestContext.Current.CancellationToken;
        await using var service = new SampleProgram("Service", "--urls", "http://127.0.0.1:0");
        using var client = await service.ListenAsync(token);

        Assert.Equal((HttpStatusCode.Created, "\"1\""), await PutAsync(client, "d-1", null, token));
        Assert.Equal((HttpStatusCode.Conflict, null), await PutAsync(client, "d-1", null, token));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, null), await PutAsync(client, "d-3", null, token, site: "nowhere"));
        Assert.Equal((HttpStatusCode.NoContent, "\"2\""), await PutAsync(client, "d-1", "\"1\"", token));
        Assert.Equal((HttpStatusCode.PreconditionFailed, null), await PutAsync(client, "d-1", "\"1\"", token));
        Assert.Equal((HttpStatusCode.NotFound, null), await PutAsync(client, "d-2", "\"1\"", token));

        using var batch = await client.PostAsJsonAsync("/readings/batch", new[] { new { device = "d-1", level = 1 }, new { device = "nobody", level = 2 }, new { device = "d-1", level = 3 } }, token);
        using var result = JsonDocument.Parse(await batch.Content.ReadAsStringAsync(token));
        Assert.Equal(2, result.RootElement.GetProperty("stored").GetInt32());
        Assert.Equal(1, Assert.Single(result.RootElement.GetProperty("failed").EnumerateArray().ToList()).GetProperty("index").GetInt32());

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.PostAsJsonAsync("/sites/transfer", new { from = i % 2 == 0 ? "north" : "south", to = i % 2 == 0 ? "south" : "north", amount = 7 }, token)));
        using var tooMuch = await client.PostAsJsonAsync("/sites/transfer", new { from = "north", to = "south", amount = 1_001 }, token);
        using var nowhere = await client.PostAsJsonAsync("/sites/transfer", new { from = "north", to = "east", amount = 1 }, token);
        using var report = JsonDocument.Parse(await client.GetStringAsync("/sites/report", token));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NotFound), (tooMuch.StatusCode, nowhere.StatusCode));
        Assert.Equal([("north", 1_000, 2, 2), ("south", 1_000, 1, 0)], report.RootElement.EnumerateArray().Select(static line => (
            line.GetProperty("site").GetString()!, line.GetProperty("quota").GetInt32(), line.GetProperty("devices").GetInt32(), line.GetProperty("readings").GetInt32())));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/readings?sort=device", token)).StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string? Tag)> PutAsync(HttpClient client, string serial, string? tag, CancellationToken token, string site = "north")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/devices/{serial}") { Content = JsonContent.Create(new { name = "roof", site, enabled = true }) };
        if (tag is not null)
        {
            request.Headers.IfMatch.ParseAdd(tag);
        }

        using var response = await client.SendAsync(request, token);
        return (response.StatusCode, response.Headers.ETag?.Tag);
    }

    /// <summary>How many were answered as created; the others found no server any more.</summary>
    private static async Task<int> AcknowledgedAsync(IEnumerable<Task<HttpResponseMessage>> posts)
    {
        var created = 0;
        foreach (var post in posts)
        {
            try
            {
                created += (await post).StatusCode == HttpStatusCode.Created ? 1 : 0;
            }
            catch (HttpRequestException)
            {
                // Not acknowledged.
            }
        }

        return created;
    }

    private sealed record ReadingPage(List<Reading> Items, bool HasMore, Reading? Last);

    private sealed record Reading(string Id, string Device, double Level, DateTime TakenAt);
}
