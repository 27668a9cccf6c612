using DataAccess.Events.Storage;

namespace DataAccess.Events.Operating;

/// <summary>Delivers stored events to a subscription again, in slices, each of which is a transaction.</summary>
internal sealed class Replay(DatabaseSession session, int subscription, string topic)
{
    private const int Slice = 1_000;
    private const int Attempts = 5;

    private readonly EventSql _sql = EventSql.Of(session);

    /// <param name="condition">Which events, <c>e</c>.</param>
    /// <param name="told">Called after each slice.</param>
    /// <param name="cancellationToken">Cancels the call; what was delivered stays.</param>
    /// <returns>How many deliveries are new.</returns>
    public async ValueTask<long> RunAsync(SqlStatement condition, Action told, CancellationToken cancellationToken)
    {
        // What is published from now on is delivered by its publisher.
        var last = await session.ScalarAsync<long?>($"select max(id) from dataaccess_event", cancellationToken).ConfigureAwait(false) ?? 0;
        var (delivered, after) = (0L, long.MinValue);
        while (true)
        {
            // The ids first, and the insert by them: MySQL would lock the whole range, and its publishers would wait.
            var ids = await session.QueryAsync<long>(
                $"select e.id from dataaccess_event e where e.topic = {topic} and e.id > {after} and e.id <= {last} and {condition} order by e.id limit {Slice}", cancellationToken).ConfigureAwait(false);
            if (ids.Count > 0)
            {
                delivered += await DeliverAsync(ids, cancellationToken).ConfigureAwait(false);
                told();
            }

            if (ids.Count < Slice)
            {
                return delivered;
            }

            after = ids[^1];
        }
    }

    private async ValueTask<int> DeliverAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var delivered = 0;
                await session.InTransactionAsync(
                    async (tx, ct) => delivered = await tx.ExecuteAsync(
                        _sql.DeliverAgain(subscription, $"e.id in {ids} and not exists (select 1 from dataaccess_delivery w where w.subscription = {subscription} and w.id = e.id)"), ct).ConfigureAwait(false),
                    cancellationToken).ConfigureAwait(false);
                return delivered;
            }
            catch (Exception exception) when (attempt < Attempts && session.Provider.ViolatedConstraint(exception) is not null)
            {
                // Somebody else replays the same events: theirs are there now.
            }
        }
    }
}
