using Polly;

namespace DataAccess;

/// <summary>A database whose calls must be over by a moment in time, their waits for a connection included.</summary>
internal sealed class DeadlineSession : DatabaseSession
{
    private readonly Database _database;
    private readonly TimeSpan _budget;
    private readonly long _started;

    public DeadlineSession(Database database, TimeSpan budget)
        : base(database.Provider, database.Texts, database.QueryLog)
    {
        _database = database;
        _budget = budget;
        _started = database.Time.GetTimestamp();
    }

    private TimeSpan Left => _budget - _database.Time.GetElapsedTime(_started);

    private protected override ResiliencePipeline? ReadRetry => _database.ReadRetries;

    public override async ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var clock = StartClock(cancellationToken);
        try
        {
            await _database.InTransactionAsync(
                TransactionOptions.Default,
                async (transaction, ct) =>
                {
                    await work(transaction, ct).ConfigureAwait(false);
                    return true;
                },
                () => Left,
                clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (clock.HasRung(cancellationToken))
        {
            throw clock.Exceeded(exception);
        }
    }

    private protected override CallClock StartClock(CancellationToken cancellationToken)
        => new(_budget, Left, _database.Time, cancellationToken);

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
        => _database.Connections.AcquireAsync(Database.RoleFor(text), new LeaseHolder(text.Sql, Within: Left), cancellationToken);

    private protected override ValueTask EndAsync(ConnectionLease lease) => lease.DisposeAsync();
}
