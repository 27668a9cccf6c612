using System.Transactions;

namespace DataAccess.Connections.Pool;

/// <summary>Rejects calls inside a <see cref="TransactionScope"/>: connections do not enlist in it, so the scope would not cover them.</summary>
internal static class AmbientTransaction
{
    /// <exception cref="InvalidOperationException">A scope is open around the call.</exception>
    public static void Refuse()
    {
        if (Transaction.Current is not null)
        {
            throw new InvalidOperationException(
                "A TransactionScope is open, and DataAccess does not enlist in it: changes made here would persist whatever the outcome of the scope. "
                + "Use InTransactionAsync instead of the scope, or make this call inside a scope with TransactionScopeOption.Suppress.");
        }
    }
}
