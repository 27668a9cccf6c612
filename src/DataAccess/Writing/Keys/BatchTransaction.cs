using DataAccess.Connections.Pool;
using DataAccess.Providers;
using DataAccess.Sessions;

namespace DataAccess.Writing.Keys;

/// <summary>The transaction of a batch whose rows are sent as a statement each.</summary>
internal static class BatchTransaction
{
    /// <summary>Runs a batch's work in a transaction.</summary>
    /// <param name="session">The database.</param>
    /// <param name="connection">The connection, in its initial state.</param>
    /// <param name="attempt">The batch.</param>
    /// <param name="work">Sends the rows; false to undo what it did, and return.</param>
    /// <param name="cancellationToken">Cancels the batch.</param>
    /// <returns>Whether it was committed.</returns>
    public static async ValueTask<bool> RunAsync<T>(
        SessionContext session,
        BatchConnection connection,
        BatchAttempt<T> attempt,
        Func<PhysicalConnection, CancellationToken, ValueTask<bool>> work,
        CancellationToken cancellationToken)
    {
        var physical = (PhysicalConnection)connection.Owner!;
        physical.Transaction = await session.Provider.BeginTransactionAsync(connection.Connection, TransactionOptions.Default, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await work(physical, cancellationToken).ConfigureAwait(false))
            {
                await physical.Transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                await EndAsync(physical).ConfigureAwait(false);
                return false;
            }

            cancellationToken.ThrowIfCancellationRequested();
            attempt.CommitIsSent();
            await session.Provider.CommitAsync(physical.Transaction, connection).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (await IsOpenAsync(session.Provider, physical, exception).ConfigureAwait(false))
            {
                attempt.CommitIsRolledBack();
            }

            await RollBackAsync(session.Provider, physical).ConfigureAwait(false);
            throw;
        }

        await EndAsync(physical).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether a COMMIT did not happen, whatever error it returned.</summary>
    private static async ValueTask<bool> IsOpenAsync(DatabaseProvider provider, PhysicalConnection connection, Exception exception)
        => exception is TransactionRolledBackException
            || (provider.IsSynchronous
                && await provider.IsInTransactionAsync(connection.Connection, connection.Transaction!, askServer: false).ConfigureAwait(false));

    private static async ValueTask RollBackAsync(DatabaseProvider provider, PhysicalConnection connection)
    {
        try
        {
            // The answer to a COMMIT may have ended it.
            if (await provider.IsInTransactionAsync(connection.Connection, connection.Transaction!, askServer: false).ConfigureAwait(false))
            {
                await connection.Transaction!.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The connection is closed, which rolls back as well. What is told is the failure before.
            connection.MarkBroken();
        }

        await EndAsync(connection).ConfigureAwait(false);
    }

    private static async ValueTask EndAsync(PhysicalConnection connection)
    {
        try
        {
            await connection.EndTransactionAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What is told is how the batch ended.
            connection.MarkBroken();
        }
    }
}
