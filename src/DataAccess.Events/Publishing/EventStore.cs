using DataAccess.Events.Storage;

namespace DataAccess.Events.Publishing;

/// <summary>Stores events, and their deliveries with them.</summary>
internal static class EventStore
{
    /// <summary>Stores events in the session's transaction, or in one of their own.</summary>
    /// <returns>For one event, whether it was new.</returns>
    public static async ValueTask<bool> AddAsync(DatabaseSession session, EventRow[] events, CancellationToken cancellationToken)
    {
        var sql = EventSql.Of(session);
        if (sql.PublishesInOneStatement)
        {
            return await session.ScalarAsync<long>(sql.Publish(events)[0], cancellationToken).ConfigureAwait(false) > 0;
        }

        if (session is DatabaseTransaction transaction)
        {
            return await AddAsync(transaction, sql, events, cancellationToken).ConfigureAwait(false);
        }

        var isNew = false;
        await session.InTransactionAsync(
            async (own, ct) => isNew = await AddAsync(own, sql, events, ct).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return isNew;
    }

    private static async ValueTask<bool> AddAsync(DatabaseTransaction transaction, EventSql sql, EventRow[] events, CancellationToken cancellationToken)
    {
        try
        {
            return sql.WasNew(await transaction.CountEachAsync(sql.Publish(events), cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            // The events may be stored, and their deliveries not.
            transaction.Doom(exception);
            throw;
        }
    }
}
