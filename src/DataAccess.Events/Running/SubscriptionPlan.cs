using DataAccess.Events.Handling;

namespace DataAccess.Events.Running;

/// <summary>A subscription that a program handles.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Options">Its options.</param>
/// <param name="Handler">What handles its events.</param>
internal sealed record SubscriptionPlan(string Name, string Topic, SubscriptionOptions Options, Handler Handler);
