using System.Data.Common;
using DataAccess.Connections;
using DataAccess.Connections.Pool;

namespace DataAccess.Sessions;

/// <summary>What is known of one connection of a caller's, for all sessions on it. They run one statement at a time.</summary>
internal sealed class BorrowedConnection
{
    private readonly ConnectionLease _lease;
    private bool _isChecked;
    private int _busy;
    private (DbTransaction? Transaction, DbTransaction? Given) _before;

    public BorrowedConnection(SessionContext context, DbConnection connection)
    {
        Physical = new PhysicalConnection(context.Connections.PoolFor(ConnectionRole.Writer), context.Provider, connection);
        _lease = Physical.BeginLease(1);
    }

    public PhysicalConnection Physical { get; }

    /// <summary>Takes the connection for one statement, or for the work of a transaction.</summary>
    /// <param name="transaction">The caller's transaction.</param>
    /// <param name="cancellationToken">Cancels the check of its settings.</param>
    public async ValueTask<ConnectionLease> EnterAsync(DbTransaction? transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            throw new InvalidOperationException("A connection runs one statement at a time. Await the first call, or dispose the stream, before starting the next.");
        }

        try
        {
            if (!_isChecked)
            {
                await Physical.RunAsync(
                    static async (connection, given, ct) =>
                    {
                        await connection.Provider.CheckSettingsAsync(connection.Connection, given, ct).ConfigureAwait(false);
                        return true;
                    },
                    transaction,
                    cancellationToken).ConfigureAwait(false);
                _isChecked = !Physical.Provider.ReportsSettings;
            }

            Physical.ClearBroken();
            _before = (Physical.Transaction, Physical.GivenTransaction);
            if (transaction is not null)
            {
                (Physical.Transaction, Physical.GivenTransaction) = (transaction, transaction);
            }

            return _lease;
        }
        catch (Exception)
        {
            Volatile.Write(ref _busy, 0);
            throw;
        }
    }

    /// <summary>Ends <see cref="EnterAsync"/>.</summary>
    public async ValueTask LeaveAsync()
    {
        try
        {
            // A command that is kept would keep a statement of the driver's open.
            await Physical.Statements.ClearAsync().ConfigureAwait(false);
        }
        finally
        {
            Physical.IsReadUndone = false;
            Physical.Harm = null;
            (Physical.Transaction, Physical.GivenTransaction) = _before;
            Volatile.Write(ref _busy, 0);
        }
    }
}
