namespace DataAccess.Events;

/// <summary>How a subscription stands.</summary>
public sealed record SubscriptionStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its topic; empty while it is being removed.</summary>
    public required string Topic { get; init; }

    /// <summary>Into how many parts it is divided.</summary>
    public required int Partitions { get; init; }

    /// <summary>Whether it is paused.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Events that are to be handled now.</summary>
    public required long Ready { get; init; }

    /// <summary>Events that were published for a later time.</summary>
    public required long Delayed { get; init; }

    /// <summary>Events that wait for their next attempt, or behind one of their key that does.</summary>
    public required long Retrying { get; init; }

    /// <summary>Dead letters.</summary>
    public required long Dead { get; init; }

    /// <summary>Events that wait behind a dead letter of their key (<see cref="AfterDead.StopKey"/>).</summary>
    public required long Stopped { get; init; }

    /// <summary>Whether the counts are exact. If not, there was more to count than <see cref="EventStatus.CountLimit"/>, and there may be more of each.</summary>
    public required bool AreCountsExact { get; init; }

    /// <summary>
    /// For how long the oldest of the events that its parts handle next has been waiting, since it was published or its time came; null if nothing is to be handled now.
    /// </summary>
    public required TimeSpan? Lag { get; init; }

    /// <summary>How many of its parts are owned by programs that are alive.</summary>
    public required int OwnedPartitions { get; init; }

    /// <summary>How many programs that are alive handle it.</summary>
    public required int Members { get; init; }

    /// <summary>For how long no program has owned any of its parts; null while one does. It counts from the end of the last lease, or from when the subscription was made.</summary>
    public required TimeSpan? Unowned { get; init; }
}
