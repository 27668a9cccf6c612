using DataAccess.Events.Messages;
using DataAccess.Events.Publishing;
using DataAccess.Events.Storage;
using DataAccess.Events.Waking;
using DataAccess.Mapping;

namespace DataAccess.Events;

/// <summary>Publishes the events of many callers in batches: what arrives while one is under way shares the next round trip and COMMIT. Safe for concurrent use.</summary>
public sealed class EventPublisher : IAsyncDisposable
{
    private readonly EventHub _hub;
    private readonly BatchingWriter<EventRow> _writer;

    internal EventPublisher(Database database, EventPublisherOptions options)
    {
        _hub = EventHub.Of(database);
        var sql = EventSql.Of(database);
        _writer = new BatchingWriter<EventRow>(database, TableMap.For<EventRow>(), () => new EventInserter(database.Context, sql), options.ToWriterOptions());
    }

    /// <summary>A snapshot of what was published so far.</summary>
    public WriterStatistics Statistics => _writer.Statistics;

    /// <summary>Publishes an event; completes when the database has answered the COMMIT that contains it.</summary>
    /// <typeparam name="T">The type of the body, which names the topic (<see cref="TopicAttribute"/>).</typeparam>
    /// <param name="body">The body, which is written as JSON (<see cref="EventOptions.Json"/>).</param>
    /// <param name="key">Events with one key are handled one after the other, in order; null for none. 1 to 200 characters.</param>
    /// <param name="due">When it is handled at the earliest; null for at once.</param>
    /// <param name="options">Another topic, headers, a unique id; null for none.</param>
    /// <param name="cancellationToken">While the event is queued: removes it. Later: cancels the wait; it will still be published.</param>
    /// <exception cref="ArgumentException">The topic, key or unique id is empty, too long, or no text that databases store.</exception>
    /// <exception cref="RowRejectedException">The database rejected the event.</exception>
    /// <exception cref="RowNotPersistedException">The event is proven not to be published.</exception>
    /// <exception cref="RowOutcomeUnknownException">The connection was lost between COMMIT and its answer.</exception>
    /// <exception cref="QueueFullException">There was no room in the queue in time.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    /// <remarks>Events that one caller publishes one after the other keep their order. Of events with one unique id the first is published, and the others have succeeded as well.</remarks>
    public async ValueTask PublishAsync<T>(T body, string? key = null, DateTimeOffset? due = null, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        var row = EventFactory.Make(_hub.Json, new NewEvent<T>(body, key, due, options));
        await _writer.WriteAsync(row, cancellationToken).ConfigureAwait(false);
        _hub.Published([row]);
    }

    /// <inheritdoc cref="BatchingWriter{T}.EnsureLedgerAsync"/>
    public ValueTask EnsureLedgerAsync(CancellationToken cancellationToken = default) => _writer.EnsureLedgerAsync(cancellationToken);

    /// <summary>Publishes what is queued, and ends.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
