using System.Data.Common;
using DataAccess.Connections.Statements;
using DataAccess.Providers;

namespace DataAccess.Connections.Pool;

/// <content>Connections and transactions that the library and other code use in turn.</content>
internal sealed partial class PhysicalConnection
{
    /// <summary>A connection that its caller has opened and will close. Nothing is prepared on it, and no thread or limit of the library's own is used.</summary>
    public PhysicalConnection(LeasePool pool, DatabaseProvider provider, DbConnection connection)
    {
        IsBorrowed = true;
        Pool = pool;
        Role = ConnectionRole.Writer;
        _provider = provider;
        Connection = connection;
        Statements = new StatementCache(connection, provider, capacity: 0, static () => { });

        // A cancelled statement ends when the driver has ended it, within the limit of its connection string: the connection is not closed here.
        _guard = provider.CancelsInCaller ? new CancelGuard(null, pool.Time, static () => { }) { Grace = Timeout.InfiniteTimeSpan } : null;
    }

    /// <summary>Whether the connection is its caller's.</summary>
    public bool IsBorrowed { get; }

    /// <summary>The transaction of the connection's owner, which each command must be given; null for none.</summary>
    public DbTransaction? GivenTransaction { get; set; }

    /// <summary>How many savepoints were set in the transaction.</summary>
    public int Savepoints { get; set; }

    /// <summary>The driver's own object for the transaction; see <see cref="DatabaseProvider.ShareTransaction"/>.</summary>
    public DbTransaction ShareTransaction()
    {
        if (IsOwners)
        {
            return Transaction!;
        }

        var shared = _provider.ShareTransaction(Connection, Transaction!);
        GivenTransaction = IsBorrowed && !ReferenceEquals(shared, Transaction) ? shared : null;
        return shared;
    }

    /// <summary>Ends <see cref="ShareTransaction"/>.</summary>
    public void EndSharing()
    {
        if (!IsOwners)
        {
            _provider.EndSharing(Connection, Transaction!);
            GivenTransaction = null;
        }
    }

    /// <summary>Whether the transaction was begun, and will be ended, by the owner of the connection.</summary>
    private bool IsOwners => GivenTransaction is not null && ReferenceEquals(GivenTransaction, Transaction);

    /// <summary>Runs work of a driver that blocks on the calling thread, where a cancel must interrupt it from outside.</summary>
    private async ValueTask<TResult> RunInterruptiblyAsync<TState, TResult>(
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work, TState state, CancellationToken cancellationToken)
    {
        if (!_provider.IsSynchronous || !cancellationToken.CanBeCanceled)
        {
            return await work(this, state, cancellationToken).ConfigureAwait(false);
        }

        var interruption = new Interruption(Interrupt);
        var registration = cancellationToken.UnsafeRegister(static self => ((Interruption)self!).Start(), interruption);
        try
        {
            return await work(this, state, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            await interruption.EndAsync().ConfigureAwait(false);
        }
    }
}
