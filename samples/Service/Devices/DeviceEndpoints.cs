using System.Data.Common;
using System.Globalization;
using DataAccess;

namespace Service.Devices;

/// <summary>Devices, with optimistic concurrency: the version is the ETag, and an update names the one that it has read.</summary>
public static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder app)
    {
        app.MapGet("/devices/{serial}", GetAsync);
        app.MapPut("/devices/{serial}", PutAsync);
    }

    private static async Task<IResult> GetAsync([Text(40)] string serial, DeviceRepository devices, HttpContext http, CancellationToken ct)
    {
        // Calls of concurrent requests share a round trip.
        if (await devices.GetAsync(serial, ct) is not { } device)
        {
            return Results.NotFound();
        }

        http.Response.Headers.ETag = Tag(device.Version);
        return Results.Ok(device);
    }

    private static async Task<IResult> PutAsync([Text(40)] string serial, DeviceBody body, DeviceRepository devices, HttpContext http, CancellationToken ct)
    {
        var tag = http.Request.Headers.IfMatch.ToString();
        if (tag.Length == 0)
        {
            return await CreateAsync(serial, body, devices, http, ct);
        }

        if (!long.TryParse(tag.Trim('"'), CultureInfo.InvariantCulture, out var version))
        {
            return Results.Problem($"If-Match is {tag}; it must be the ETag of a device.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var next = await devices.UpdateAndGetVersionAsync(new Device(serial, body.Name, body.Site, body.Enabled, version), ct);
            if (next is null)
            {
                return Results.NotFound();
            }

            http.Response.Headers.ETag = Tag(next.Value);
            return Results.NoContent();
        }
        catch (ConcurrencyConflictException)
        {
            return Results.StatusCode(StatusCodes.Status412PreconditionFailed);
        }
        catch (DbException exception) when (devices.ViolatedBy(exception)?.Kind == ConstraintKind.ForeignKey)
        {
            return NoSite(body);
        }
    }

    private static async Task<IResult> CreateAsync(string serial, DeviceBody body, DeviceRepository devices, HttpContext http, CancellationToken ct)
    {
        var violated = await devices.CreateAsync(new Device(serial, body.Name, body.Site, body.Enabled, 1), ct);
        if (violated is not null)
        {
            return violated.Kind == ConstraintKind.Unique
                ? Results.Problem($"There is a device {serial} already. To change it, send its ETag as If-Match.", statusCode: StatusCodes.Status409Conflict)
                : NoSite(body);
        }

        http.Response.Headers.ETag = Tag(1);
        return Results.Created($"/devices/{Uri.EscapeDataString(serial)}", null);
    }

    private static IResult NoSite(DeviceBody body) => Results.Problem($"There is no site {body.Site}.", statusCode: StatusCodes.Status422UnprocessableEntity);

    private static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
