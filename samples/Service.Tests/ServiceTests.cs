using System.Net;
using System.Net.Http.Json;
using DataAccess.Testing;

namespace Service.Tests;

public sealed class ServiceTests(TestServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transfer_whose_commit_is_lost_is_not_told_as_failed_and_is_made_once()
    {
        await using var service = await TestService.StartAsync(server);
        using var client = service.CreateClient();
        using var faults = service.Database.InjectFaults();
        faults.FailNextCommit(CommitFault.LostAfter);

        using var answer = await TransferAsync(client, 300);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal([700, 1_300], await QuotasAsync(service));
    }

    [Fact]
    public async Task A_transfer_that_the_server_rolls_back_is_made_again()
    {
        await using var service = await TestService.StartAsync(server);
        using var client = service.CreateClient();
        using var faults = service.Database.InjectFaults();
        using var sent = service.Database.RecordStatements();
        faults.FailNextCommit(CommitFault.RolledBack);

        using var answer = await TransferAsync(client, 300);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal([700, 1_300], await QuotasAsync(service));
        Assert.Equal(2, sent.Statements.Count(static s => s.Text.StartsWith("update site set quota = quota -", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reads_of_concurrent_requests_share_round_trips()
    {
        await using var service = await TestService.StartAsync(server);
        using var client = service.CreateClient();
        using var sent = service.Database.RecordStatements();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.GetAsync(new Uri(i % 2 == 0 ? "/devices/n-1" : "/devices/s-1", UriKind.Relative), Token)));

        Assert.All(answers, static answer => Assert.Equal((HttpStatusCode.OK, "\"1\""), (answer.StatusCode, answer.Headers.ETag?.Tag)));
        Assert.InRange(sent.RoundTrips, 1, 99);
    }

    [Fact]
    public async Task A_reading_that_was_not_stored_is_not_acknowledged()
    {
        await using var service = await TestService.StartAsync(server);
        using var client = service.CreateClient();

        using var stored = await client.PostAsJsonAsync("/readings", new { device = "n-1", level = 1.5 }, Token);
        using var unknown = await client.PostAsJsonAsync("/readings", new { device = "nobody", level = 1.5 }, Token);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity), (stored.StatusCode, unknown.StatusCode));
        Assert.Equal(1, await service.Database.ScalarAsync<long>($"select count(*) from reading", Token));
    }

    [Theory]
    [InlineData("POST", "/readings", """{"device":"n-1","level":1e999}""", 400)]
    [InlineData("POST", "/readings", """{"device":"n-1","level":"NaN"}""", 400)]
    [InlineData("POST", "/readings", """{"level":1}""", 400)]
    [InlineData("POST", "/readings", """{"device":"n\u0000","level":1}""", 400)]
    [InlineData("POST", "/readings/batch", """[{"device":"n-1","level":1},{"device":"n-1","level":-1e999}]""", 400)]
    [InlineData("POST", "/readings/batch", "[null]", 400)]
    [InlineData("POST", "/readings/batch", "null", 400)]
    [InlineData("PUT", "/devices/d2", """{"site":"north","enabled":true}""", 400)]
    [InlineData("PUT", "/devices/d2", """{"name":"x","enabled":true}""", 400)]
    [InlineData("PUT", "/devices/d2", """{"name":"NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN","site":"north","enabled":true}""", 400)]
    [InlineData("PUT", "/devices/ddddddddddddddddddddddddddddddddddddddddd", """{"name":"x","site":"north","enabled":true}""", 400)]
    [InlineData("PUT", "/devices/d2", """{"name":"x","site":"nowhere","enabled":true}""", 422)]
    [InlineData("PUT", "/devices/n-1", """{"name":"x","site":"nowhere","enabled":true}""", 422, "\"1\"")]
    [InlineData("PUT", "/devices/n-1", """{"name":"x","site":"north","enabled":true}""", 400, "\"one\"")]
    [InlineData("POST", "/sites/transfer", """{"from":"n\u0000","to":"south","amount":1}""", 400)]
    [InlineData("POST", "/sites/transfer", """{"to":"south","amount":1}""", 400)]
    [InlineData("GET", "/devices/n%0A1", null, 400)]
    [InlineData("GET", "/readings?device=%00", null, 400)]
    [InlineData("GET", "/readings?least=NaN", null, 400)]
    [InlineData("GET", "/readings?afterId=a&afterLevel=Infinity&sort=level", null, 400)]
    [InlineData("GET", "/readings?afterId=a&afterTakenAt=yesterday", null, 400)]
    [InlineData("GET", "/readings?size=abc", null, 400)]
    [InlineData("GET", "/readings?size=0", null, 400)]
    [InlineData("GET", "/readings?sort=size", null, 400)]
    [InlineData("GET", "/readings?afterId=a&afterTakenAt=2026-01-01", null, 200)]
    public async Task What_cannot_be_served_is_the_clients_error(string method, string path, string? body, int status, string? tag = null)
    {
        await using var service = await TestService.StartAsync(server);
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        using var answer = await client.SendAsync(request, Token);

        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from reading", Token));
    }

    [Fact]
    public async Task A_level_that_JSON_has_no_number_for_is_answered()
    {
        await using var service = await TestService.StartAsync(server);
        Assert.SkipWhen(service.Database.Provider.SystemName == "mysql", "MySQL and MariaDB store no infinite numbers.");
        using var client = service.CreateClient();
        await service.Database.ExecuteAsync($"insert into reading (id, device, level, taken_at) values ({"a"}, {"n-1"}, {double.PositiveInfinity}, {DateTime.UtcNow})", Token);

        foreach (var path in new[] { "/readings", "/readings/export", "/sites/report" })
        {
            Assert.Contains("\"Infinity\"", await client.GetStringAsync(new Uri(path, UriKind.Relative), Token), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_repository_is_tested_in_a_transaction_that_is_rolled_back()
    {
        await using var copy = await server.Databases.CreateAsync(Token);
        await using (var test = await TestTransaction.BeginAsync(copy.Database, Token))
        {
            var sites = new Sites.SiteRepository(test.Session);
            Assert.True(await sites.TransferAsync(new Sites.Transfer("north", "south", 1_000), Token));
            Assert.False(await sites.TransferAsync(new Sites.Transfer("north", "south", 1), Token));
        }

        Assert.Equal(1_000, await copy.Database.ScalarAsync<long>($"select quota from site where name = {"north"}", Token));
    }

    private static Task<HttpResponseMessage> TransferAsync(HttpClient client, long amount)
        => client.PostAsJsonAsync("/sites/transfer", new { from = "north", to = "south", amount }, Token);

    private static async Task<IReadOnlyList<long>> QuotasAsync(TestService service)
        => await service.Database.QueryAsync<long>($"select quota from site order by name", Token);
}
