namespace DataAccess.Events;

/// <summary>What is said of an event beside its body.</summary>
public sealed record PublishOptions
{
    /// <summary>The topic, of 1 to 200 characters; null for that of the type.</summary>
    public string? Topic { get; init; }

    /// <summary>
    /// Of events with one unique id, of 1 to 200 characters, only the first is published, as long as it is kept (<see cref="EventOptions.Retain"/>); null for none.
    /// </summary>
    public string? UniqueId { get; init; }

    /// <summary>
    /// Texts that go with the event, by name; null for none. <c>traceparent</c> and <c>tracestate</c> are those of the current activity, unless they are given.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}
