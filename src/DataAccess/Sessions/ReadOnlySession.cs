using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>A database whose statements only read, as its caller says.</summary>
internal sealed class ReadOnlySession(SessionContext context) : DatabaseSession(context)
{
    private static readonly TransactionOptions ReadOnly = new() { ReadOnly = true };

    public override ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
        => Context.InTransactionAsync(ReadOnly, work, left: null, cancellationToken);

    private protected override bool IsSaidToRead => true;

    private protected override async ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
    {
        var lease = await Context.Connections.AcquireAsync(ConnectionRole.Reader, new LeaseHolder(text.Sql), cancellationToken).ConfigureAwait(false);
        try
        {
            await lease.Physical.RestrictToReadsAsync(cancellationToken).ConfigureAwait(false);
            return lease;
        }
        catch (Exception)
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
