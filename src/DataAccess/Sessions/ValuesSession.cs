using DataAccess.Connections;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>A database whose statements see session values.</summary>
internal sealed class ValuesSession(SessionContext context, SessionValues values) : DatabaseSession(context)
{
    public override ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
        => Context.InTransactionAsync(TransactionOptions.Default, work, left: null, cancellationToken, values);

    private protected override async ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
    {
        var lease = await Context.AcquireAsync(text, within: null, cancellationToken).ConfigureAwait(false);
        lease.Physical.UseValues(values);
        return lease;
    }
}
