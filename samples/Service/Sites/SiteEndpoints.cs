using DataAccess;

namespace Service.Sites;

/// <summary>A report over several tables, and a transfer in a transaction.</summary>
public static class SiteEndpoints
{
    public static void MapSites(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sites/report", static async (SiteRepository sites, CancellationToken ct) => await sites.ReportAsync(ct));
        app.MapPost("/sites/transfer", TransferAsync);
    }

    private static async Task<IResult> TransferAsync(Transfer transfer, SiteRepository sites, CancellationToken ct)
    {
        if (transfer.Amount <= 0)
        {
            return Results.Problem($"amount is {transfer.Amount}; it must be positive.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            return await sites.TransferAsync(transfer, ct) ? Results.NoContent() : Results.Problem($"Site {transfer.From} has less than {transfer.Amount}, or does not exist.", statusCode: StatusCodes.Status409Conflict);
        }
        catch (KeyNotFoundException missing)
        {
            return Results.Problem(missing.Message, statusCode: StatusCodes.Status404NotFound);
        }
        catch (CommitOutcomeUnknownException)
        {
            // The connection was lost in the moment of COMMIT. Nobody can say whether the quota was moved, so the client is not told that it was not.
            return Results.Problem("It is not known whether the transfer was made. Compare the sites' quotas before you send it again.", statusCode: StatusCodes.Status504GatewayTimeout);
        }
    }
}
