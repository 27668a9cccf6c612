namespace DataAccess.Events;

/// <summary>A reader of a stream cannot go on where it was: events behind its position were older than <see cref="EventOptions.Retain"/> and have been removed.</summary>
public sealed class EventsRemovedException : Exception
{
    internal EventsRemovedException(string topic, long after, long? next)
        : base(Invariant($"Events of the topic '{topic}' behind the position {after} have been removed; ")
            + (next is { } first ? Invariant($"the next that is kept has the position {first}") : "none behind it is kept")
            + ". Read on from there, and get what is missing elsewhere, or raise EventOptions.Retain.")
        => (After, Next) = (after, next);

    /// <summary>The position behind which events are missing.</summary>
    public long After { get; }

    /// <summary>The position of the next event that is kept; null if none is.</summary>
    public long? Next { get; }
}
