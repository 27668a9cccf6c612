namespace DataAccess.Events;

/// <summary>Handles the events of a subscription in a transaction that is also their acknowledgement. It is resolved from a scope of its own for each event.</summary>
/// <typeparam name="T">The type of the bodies.</typeparam>
public interface ITransactionalEventHandler<T>
{
    /// <summary>Handles an event. What it does in the transaction is committed exactly once; it may be called again if the transaction is rolled back.</summary>
    /// <param name="message">The event.</param>
    /// <param name="transaction">The transaction, which is committed when this returns.</param>
    /// <param name="cancellationToken">Cancelled at <see cref="SubscriptionOptions.Timeout"/>, when the lease is lost, and at the end of a shutdown.</param>
    ValueTask HandleAsync(EventMessage<T> message, DatabaseTransaction transaction, CancellationToken cancellationToken);
}
