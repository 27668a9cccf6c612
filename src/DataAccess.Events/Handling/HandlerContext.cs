using DataAccess.Events.Messages;
using DataAccess.Events.Subscribing;

namespace DataAccess.Events.Handling;

/// <summary>With what the handlers of a subscription run.</summary>
/// <param name="Database">The database.</param>
/// <param name="Subscription">The subscription.</param>
/// <param name="Options">Its options.</param>
/// <param name="Events">The options of all events.</param>
/// <param name="Json">How bodies are read.</param>
/// <param name="Waits">Told for how long a delivery waits.</param>
/// <param name="Owner">This program.</param>
/// <param name="Doubt">Told that a part may have been lost.</param>
internal sealed record HandlerContext(Database Database, Subscription Subscription, SubscriptionOptions Options, EventOptions Events, EventJson Json, Action<TimeSpan> Waits, Guid Owner, Action Doubt);
