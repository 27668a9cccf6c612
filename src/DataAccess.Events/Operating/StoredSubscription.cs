namespace DataAccess.Events.Operating;

/// <summary>A subscription as it is stored.</summary>
internal sealed record StoredSubscription(int Id, string Name, string Topic, int Partitions, bool Paused);
