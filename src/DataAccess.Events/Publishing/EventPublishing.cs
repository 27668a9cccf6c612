using DataAccess.Events.Messages;
using DataAccess.Events.Publishing;
using DataAccess.Events.Waking;

namespace DataAccess.Events;

/// <summary>Publishes events.</summary>
public static class EventPublishing
{
    /// <summary>
    /// Publishes an event: in a transaction it is part of it, so that it is there exactly if that commits; outside, it is committed when the call returns. Every subscription of its topic
    /// gets it.
    /// </summary>
    /// <typeparam name="T">The type of the body, which names the topic (<see cref="TopicAttribute"/>).</typeparam>
    /// <param name="session">A transaction, a database, or another session.</param>
    /// <param name="body">The body, which is written as JSON (<see cref="EventOptions.Json"/>).</param>
    /// <param name="key">Events with one key are handled one after the other, in the order of their ids; null for none. 1 to 200 characters.</param>
    /// <param name="due">When it is handled at the earliest; null for at once. A delayed event takes its place in its key's order when it is due.</param>
    /// <param name="options">Another topic, headers, a unique id; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if there was an event with its <see cref="PublishOptions.UniqueId"/> already: nothing was published. Otherwise true.</returns>
    /// <exception cref="ArgumentException">The topic, key or unique id is empty, too long, or no text that databases store.</exception>
    /// <exception cref="NotSupportedException">The database is not one that events are stored in; or System.Text.Json cannot write the type.</exception>
    /// <remarks>
    /// Two transactions that publish for one key at the same time, and lock no common row, have no order. On MySQL, MariaDB and SQLite a call that fails makes its transaction one that can only
    /// be rolled back, as failures do on PostgreSQL.
    /// </remarks>
    public static ValueTask<bool> PublishAsync<T>(
        this DatabaseSession session, T body, string? key = null, DateTimeOffset? due = null, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return PublishAsync(session, [new NewEvent<T>(body, key, due, options)], cancellationToken);
    }

    /// <summary>Publishes events together, in one transaction and, where the driver has batches, one round trip. Their ids grow in their order.</summary>
    /// <typeparam name="T">The type of the bodies.</typeparam>
    /// <param name="session">A transaction, a database, or another session.</param>
    /// <param name="events">The events. Those whose unique id is taken are left out.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">As for <see cref="PublishAsync{T}(DatabaseSession, T, string?, DateTimeOffset?, PublishOptions?, CancellationToken)"/>. Nothing was published.</exception>
    public static async ValueTask PublishManyAsync<T>(this DatabaseSession session, IEnumerable<NewEvent<T>> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(events);
        var all = events as IReadOnlyList<NewEvent<T>> ?? [.. events];
        if (all.Count > 0)
        {
            await PublishAsync(session, all, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<bool> PublishAsync<T>(DatabaseSession session, IReadOnlyList<NewEvent<T>> events, CancellationToken cancellationToken)
    {
        var hub = EventHub.Of(session);
        var rows = new Storage.EventRow[events.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = EventFactory.Make(hub.Json, events[i]);
        }

        var isNew = await EventStore.AddAsync(session, rows, cancellationToken).ConfigureAwait(false);
        if (session is DatabaseTransaction transaction)
        {
            transaction.OnCommitted(() => hub.Published(rows));
        }
        else
        {
            hub.Published(rows);
        }

        return isNew;
    }
}
