using DataAccess.Connections.Pool;
using DataAccess.Events.Storage;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Writing.Keys;

namespace DataAccess.Events.Publishing;

/// <summary>Sends a batch of events, with their deliveries, in one transaction.</summary>
internal sealed class EventInserter(SessionContext session, EventSql sql) : BatchInserter<EventRow>
{
    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<EventRow> attempt, CancellationToken cancellationToken)
        => await BatchTransaction.RunAsync(
            session,
            connection,
            attempt,
            async (physical, ct) =>
            {
                await InsertAsync(physical, attempt, ct).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    private async ValueTask InsertAsync(PhysicalConnection connection, BatchAttempt<EventRow> attempt, CancellationToken cancellationToken)
    {
        var calls = sql.Publish(attempt.Rows.Span).Select(statement => new CountedCall(StatementCalls.Of(session, statement.OfLibrary()), IsQuery: sql.PublishesInOneStatement)).ToArray();
        var batch = new CountedBatch(calls)
        {
            TimeoutSeconds = attempt.CommandTimeoutSeconds,
            Last = attempt.BatchId is { } id ? StatementCalls.Of(session, LedgerSql.Row(session.Provider.Dialect, id, isCommitted: true, attempt.LedgerSeconds)) : null,
        };
        await batch.RunAsync(connection, cancellationToken).ConfigureAwait(false);
    }
}
