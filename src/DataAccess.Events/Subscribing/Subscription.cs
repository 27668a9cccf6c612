namespace DataAccess.Events.Subscribing;

/// <summary>A subscription as it is stored.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Partitions">Into how many parts it is divided.</param>
internal sealed record Subscription(int Id, string Name, string Topic, int Partitions);
