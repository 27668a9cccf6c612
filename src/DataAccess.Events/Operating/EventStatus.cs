namespace DataAccess.Events;

/// <summary>How the events of a database stand.</summary>
public sealed record EventStatus
{
    /// <summary>The subscriptions, by name.</summary>
    public required IReadOnlyList<SubscriptionStatus> Subscriptions { get; init; }

    /// <summary>The schedules, by name.</summary>
    public required IReadOnlyList<ScheduleStatus> Schedules { get; init; }

    /// <summary>How many events are stored, handled ones that are kept included; <see cref="CountLimit"/> if there are that many or more.</summary>
    public required long Events { get; init; }

    /// <summary>How far was counted.</summary>
    public required int CountLimit { get; init; }

    /// <summary>What may harm the handling of events, as sentences; on PostgreSQL, transactions that have been open for more than 5 min.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
