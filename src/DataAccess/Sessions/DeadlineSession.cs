using DataAccess.Connections;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>A database whose calls must be over by a moment in time, their waits for a connection included.</summary>
internal sealed class DeadlineSession : DatabaseSession
{
    private readonly TimeSpan _budget;
    private readonly long _started;

    public DeadlineSession(SessionContext context, TimeSpan budget)
        : base(context)
    {
        _budget = budget;
        _started = context.Time.GetTimestamp();
    }

    private TimeSpan Left => _budget - Context.Time.GetElapsedTime(_started);

    public override async ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        using var clock = StartClock(cancellationToken);
        try
        {
            await Context.InTransactionAsync(TransactionOptions.Default, work, () => Left, clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (clock.HasExpired(cancellationToken))
        {
            throw clock.Exceeded(exception);
        }
    }

    private protected override CallClock StartClock(CancellationToken cancellationToken)
        => new(_budget, Left, Context.Time, cancellationToken);

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
        => Context.AcquireAsync(text, Left, cancellationToken);
}
