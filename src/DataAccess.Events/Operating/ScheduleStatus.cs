namespace DataAccess.Events;

/// <summary>A stored schedule.</summary>
public sealed record ScheduleStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its cron expression.</summary>
    public required string Cron { get; init; }

    /// <summary>The id of its time zone.</summary>
    public required string Zone { get; init; }

    /// <summary>The topic of its events.</summary>
    public required string Topic { get; init; }

    /// <summary>When its next event is published. A time in the past says that no program that has the schedule runs.</summary>
    public required DateTimeOffset Next { get; init; }
}
