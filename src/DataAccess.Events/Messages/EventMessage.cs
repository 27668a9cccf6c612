namespace DataAccess.Events;

/// <summary>An event, as its handler gets it.</summary>
/// <typeparam name="T">The type of its body.</typeparam>
public sealed record EventMessage<T>
{
    /// <summary>Its number, which is the same in each attempt and for each subscription: a key for idempotency. Later events of one key have greater ones.</summary>
    public required long Id { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Its key, or null.</summary>
    public string? Key { get; init; }

    /// <summary>The body.</summary>
    public required T Body { get; init; }

    /// <summary>When it was published, by the database's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The texts that go with it, by name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
