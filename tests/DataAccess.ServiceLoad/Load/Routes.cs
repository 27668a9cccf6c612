using System.Net;
using System.Net.Http.Headers;

namespace DataAccess.ServiceLoad.Load;

/// <summary>The routes of the service, as its clients use them.</summary>
internal static class Routes
{
    public const int Devices = 1_000;

    public const int BatchRows = 100;

    public const string Coalesced = "coalesced";

    public const string Plain = "plain";

    public static readonly Route[] All =
    [
        new("GET /devices/{serial}", Coalesced, static (client, _, ct) => GetAsync(client, $"/devices/{AnySerial()}", ct)),
        new("POST /readings", Coalesced, static (client, _, ct) => PostAsync(client, "/readings", new { Device = AnySerial(), Level = Random.Shared.NextDouble() }, ct)),
        new("POST /readings/batch (100)", Coalesced, static (client, _, ct) => PostAsync(client, "/readings/batch", Batch(), ct)),
        new("GET /readings (50 rows)", Plain, static (client, _, ct) => GetAsync(client, $"/readings?device={AnySerial()}&sort=-taken_at&size=50", ct)),
        new("GET /sites/report", Plain, static (client, _, ct) => GetAsync(client, "/sites/report", ct)),
        new("PUT /devices/{serial}", Plain, PutAsync),
        new("POST /sites/transfer", Plain, static (client, _, ct) => PostAsync(client, "/sites/transfer", new { From = AnySite(), To = AnySite(), Amount = 1 }, ct)),
    ];

    public static string Serial(int device) => $"d-{device:D4}";

    public static string Site(int site) => $"site-{site:D2}";

    public const int Sites = 50;

    private static string AnySerial() => Serial(Random.Shared.Next(Devices));

    private static string AnySite() => Site(Random.Shared.Next(Sites));

    private static object[] Batch() => [.. Enumerable.Range(0, BatchRows).Select(static _ => (object)new { Device = AnySerial(), Level = Random.Shared.NextDouble() })];

    private static async Task GetAsync(HttpClient client, string path, CancellationToken ct)
    {
        using var response = await client.GetAsync(path, ct);
        await ReadAsync(response, ct);
    }

    private static async Task PostAsync(HttpClient client, string path, object body, CancellationToken ct)
    {
        using var response = await client.PostAsJsonAsync(path, body, ct);
        await ReadAsync(response, ct);
    }

    /// <summary>Each caller updates a device of its own, with the version that it read.</summary>
    private static async Task PutAsync(HttpClient client, int caller, CancellationToken ct)
    {
        var path = $"/devices/{Serial(caller)}";
        var device = await client.GetFromJsonAsync<DeviceVersion>(path, ct) ?? throw new InvalidOperationException($"{path} was not found.");
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(new { Name = "roof", Site = Site(0), Enabled = true }) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{device.Version}\""));
        using var response = await client.SendAsync(request, ct);
        await ReadAsync(response, ct);
    }

    /// <summary>A transfer from an empty site is an answer as any other; everything else that fails ends the run.</summary>
    private static async Task ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.Conflict)
        {
            throw new InvalidOperationException($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} was answered {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
        }
    }

    private sealed record DeviceVersion(long Version);
}
