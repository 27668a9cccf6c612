namespace DataAccess.Events;

/// <summary>An event of a stream.</summary>
/// <typeparam name="T">The type of its body.</typeparam>
public sealed record StreamedEvent<T>
{
    /// <summary>Its place in the stream of its topic, from 1, without gaps. Give it as <see cref="ReadEventsOptions.After"/> to go on behind it.</summary>
    public required long Position { get; init; }

    /// <summary>The event's number, which its handlers see as well.</summary>
    public required long Id { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Its key, or null.</summary>
    public string? Key { get; init; }

    /// <summary>The body.</summary>
    public required T Body { get; init; }

    /// <summary>When it was published, by the database's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The texts that go with it, by name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
