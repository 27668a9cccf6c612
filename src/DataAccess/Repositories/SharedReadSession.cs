using DataAccess.Connections;
using DataAccess.Sessions;
using DataAccess.Sql;

namespace DataAccess.Repositories;

/// <summary>The statements that answer many callers at once: one after the other on one connection, as long as that is sound.</summary>
internal sealed class SharedReadSession(SessionContext context, ConnectionLease lease) : DatabaseSession(context)
{
    private ConnectionLease? _lease = lease;

    public override ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
        => throw new NotSupportedException("A shared read has no transaction.");

    /// <summary>Gives the connection back.</summary>
    public async ValueTask CloseAsync()
    {
        if (_lease is { } held)
        {
            _lease = null;
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }

    private protected override async ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
        => _lease ??= await Context.AcquireAsync(text, within: null, cancellationToken).ConfigureAwait(false);

    private protected override ValueTask EndAsync(ConnectionLease lease)
        => lease.Physical.IsBroken || lease.Physical.IsDirty ? CloseAsync() : default;
}
