namespace DataAccess.Events.Reading;

/// <summary>An event that a subscription is to handle.</summary>
internal sealed record Delivery
{
    public required long Id { get; init; }

    public required int Part { get; init; }

    public string? EventKey { get; init; }

    /// <summary>How many attempts there were.</summary>
    public required int Attempt { get; init; }

    public required string Topic { get; init; }

    public required string Body { get; init; }

    public string? Headers { get; init; }

    public DateTimeOffset? Due { get; init; }

    public required DateTimeOffset Created { get; init; }
}
