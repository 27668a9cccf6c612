namespace DataAccess.Events;

/// <summary>Handles the events of a subscription, each at least once. It is resolved from a scope of its own for each event.</summary>
/// <typeparam name="T">The type of the bodies.</typeparam>
public interface IEventHandler<T>
{
    /// <summary>Handles an event; it is acknowledged when this returns, and retried if it throws.</summary>
    /// <param name="message">The event.</param>
    /// <param name="cancellationToken">Cancelled at <see cref="SubscriptionOptions.Timeout"/>, when the lease is lost, and at the end of a shutdown.</param>
    ValueTask HandleAsync(EventMessage<T> message, CancellationToken cancellationToken);
}
