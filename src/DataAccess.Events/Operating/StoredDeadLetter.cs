namespace DataAccess.Events.Operating;

/// <summary>A dead letter as it is stored.</summary>
internal sealed record StoredDeadLetter
{
    public required long Id { get; init; }

    public required string Topic { get; init; }

    public string? EventKey { get; init; }

    public required int Attempt { get; init; }

    public string? Error { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string Body { get; init; }

    public string? Headers { get; init; }
}
