namespace DataAccess.Events;

/// <summary>An event whose last attempt has failed.</summary>
public sealed record DeadLetter
{
    /// <summary>The event's id.</summary>
    public required long Id { get; init; }

    /// <summary>Its topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Its key, or null.</summary>
    public string? Key { get; init; }

    /// <summary>How many attempts there were.</summary>
    public required int Attempt { get; init; }

    /// <summary>Why the last one failed: the exception's type and message.</summary>
    public string? Error { get; init; }

    /// <summary>When the event was published, by the database's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Its body, JSON.</summary>
    public required string Body { get; init; }

    /// <summary>The texts that go with it, by name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
