using DataAccess;

namespace Service.Readings;

/// <summary>Readings: taken one by one and in batches, listed, and exported.</summary>
public static class ReadingEndpoints
{
    public static void MapReadings(this IEndpointRouteBuilder app)
    {
        app.MapPost("/readings", PostAsync);
        app.MapPost("/readings/batch", PostBatchAsync);
        app.MapGet("/readings", ListAsync);
        app.MapGet("/readings/export", Export);
    }

    private static async Task<IResult> PostAsync(NewReading posted, BatchingWriter<Reading> writer, TimeProvider time, CancellationToken ct)
    {
        var reading = posted.ToRow(time);
        try
        {
            // Answered when the row is committed. Rows of concurrent requests share the commit.
            await writer.WriteAsync(reading, ct);
            return Results.Created($"/readings?device={Uri.EscapeDataString(reading.Device)}", reading);
        }
        catch (RowRejectedException rejected)
        {
            return Results.Problem(rejected.Failure.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
        catch (QueueFullException)
        {
            // The row was not written: the client may send it again later.
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> PostBatchAsync(NewReading[] posted, BatchingWriter<Reading> writer, TimeProvider time, CancellationToken ct)
    {
        if (Array.Exists(posted, static reading => reading is null))
        {
            return Results.Problem("A reading of the batch is null.", statusCode: StatusCodes.Status400BadRequest);
        }

        var summary = await writer.WriteManyAsync(posted.Select(reading => reading.ToRow(time)), ct);
        return Results.Ok(new { Stored = summary.Committed, Failed = summary.Failures.Select(static failure => new { failure.Index, failure.Failure.Message }) });
    }

    private static async Task<IResult> ListAsync([AsParameters] ReadingQuery query, ReadingRepository readings, CancellationToken ct)
        => await readings.ListAsync(query, ct) is { } page
            ? Results.Ok(page)
            : Results.Problem($"sort is {query.Sort}; it must be one of {ReadingRepository.OrderNames}.", statusCode: StatusCodes.Status400BadRequest);

    /// <summary>All rows, streamed: the memory does not depend on their number, and a client that reads slowly slows down the query.</summary>
    private static IAsyncEnumerable<Reading> Export(ReadingRepository readings, CancellationToken ct) => readings.StreamAsync($"order by id", ct);
}
