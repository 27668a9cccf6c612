using Polly;

namespace DataAccess;

/// <summary>A database whose statements only read, as its caller says.</summary>
internal sealed class ReadOnlySession(Database database) : DatabaseSession(database.Provider, database.Texts, database.QueryLog)
{
    private static readonly TransactionOptions ReadOnly = new() { ReadOnly = true };

    private protected override ResiliencePipeline? ReadRetry => database.ReadRetries;

    public override ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
        => database.InTransactionAsync(ReadOnly, work, cancellationToken);

    private protected override bool IsSaidToRead => true;

    private protected override async ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
    {
        var lease = await database.Connections.AcquireAsync(ConnectionRole.Reader, new LeaseHolder(text.Sql), cancellationToken).ConfigureAwait(false);
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

    private protected override ValueTask EndAsync(ConnectionLease lease) => lease.DisposeAsync();
}
