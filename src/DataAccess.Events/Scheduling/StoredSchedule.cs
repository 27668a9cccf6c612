namespace DataAccess.Events.Scheduling;

/// <summary>A schedule as it is stored.</summary>
internal sealed record StoredSchedule(string Name, string Cron, string Zone, DateTimeOffset Next);
