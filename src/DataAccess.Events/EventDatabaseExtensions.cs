using DataAccess.Events.Messages;
using DataAccess.Events.Storage;
using DataAccess.Events.Streaming;
using DataAccess.Events.Waking;

namespace DataAccess.Events;

/// <summary>Events of a database.</summary>
public static class EventDatabaseExtensions
{
    /// <summary>Creates what handles events. Call <see cref="EventProcessor.StartAsync"/>, and dispose it before the database. A program with services calls <c>services.AddDataAccessEvents</c> instead.</summary>
    /// <param name="database">The database.</param>
    /// <param name="configure">Names the subscriptions and schedules, and sets options.</param>
    /// <exception cref="ArgumentException">A subscription or schedule is not valid.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    /// <exception cref="NotSupportedException">Events are not stored in such a database.</exception>
    public static EventProcessor CreateEventProcessor(this Database database, Action<EventsBuilder> configure) => CreateEventProcessor(database, configure, services: null);

    /// <summary>Creates a publisher that coalesces the events of many callers into batches. Dispose it before the database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    /// <exception cref="NotSupportedException">Events are not stored in such a database.</exception>
    public static EventPublisher CreatePublisher(this Database database, EventPublisherOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        return new EventPublisher(database, options ?? new EventPublisherOptions());
    }

    /// <summary>What a person does with events: their status, dead letters, replays, pauses.</summary>
    /// <param name="database">The database.</param>
    /// <exception cref="NotSupportedException">Events are not stored in such a database.</exception>
    public static EventAdmin Events(this Database database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return new EventAdmin(database);
    }

    /// <summary>Sets the options with which this program publishes events in a database, where it has no processor.</summary>
    /// <param name="database">The database.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    public static void UseEvents(this Database database, EventOptions options)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        EventHub.Of(database).Use(options);
    }

    /// <summary>Creates the tables of events where they are not there.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="NotSupportedException">Events are not stored in such a database.</exception>
    public static ValueTask EnsureEventsAsync(this Database database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        return EventTables.EnsureAsync(database, cancellationToken);
    }

    /// <summary>Reads the events of a topic as they are committed, without a handler or a subscription of its own. Every reader gets every event, once, in the order of the positions.</summary>
    /// <param name="database">The database.</param>
    /// <param name="topic">The topic, of 1 to 200 characters.</param>
    /// <param name="options">Where to begin; null for now.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A sequence that has no end. Reading begins when it is enumerated.</returns>
    /// <exception cref="ArgumentException">The topic cannot be stored.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    /// <exception cref="NotSupportedException">Events are not stored in such a database.</exception>
    /// <exception cref="EventsRemovedException">Thrown by the enumeration: events after the position have been removed, because they were older than <see cref="EventOptions.Retain"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Thrown by the enumeration: the stream does not reach <see cref="ReadEventsOptions.After"/>.</exception>
    /// <remarks>
    /// Positions are given when an event is committed and due: they are 1, 2, 3, … within a topic, without gaps. While there are readers, one of their programs gives them. All readers of a topic in
    /// a program share their looks at the database.
    /// </remarks>
    public static IAsyncEnumerable<EventRecord> ReadEventsAsync(this Database database, string topic, ReadEventsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(topic);
        TopicName.Check(topic, "topic");
        _ = EventSql.Of(database);
        return TopicReader.ReadAsync(database, topic, (options ?? new ReadEventsOptions()).Validated(), cancellationToken);
    }

    /// <summary>Reads the events of a topic with their bodies. As <see cref="ReadEventsAsync(Database, string, ReadEventsOptions?, CancellationToken)"/>.</summary>
    /// <typeparam name="T">The type of the bodies, which names the topic.</typeparam>
    /// <param name="database">The database.</param>
    /// <param name="options">Where to begin, and another topic; null for the type's topic, from now.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A sequence that has no end. Reading begins when it is enumerated.</returns>
    /// <exception cref="ArgumentException">The topic cannot be stored.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    /// <exception cref="NotSupportedException">Events are not stored in such a database.</exception>
    /// <exception cref="EventsRemovedException">Thrown by the enumeration: events after the position have been removed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Thrown by the enumeration: the stream does not reach <see cref="ReadEventsOptions.After"/>.</exception>
    /// <exception cref="System.Text.Json.JsonException">Thrown by the enumeration: a body is not one of that type.</exception>
    public static IAsyncEnumerable<StreamedEvent<T>> ReadEventsAsync<T>(this Database database, ReadEventsOptions? options = null, CancellationToken cancellationToken = default)
        => TopicReader.ReadAsync<T>(EventHub.Of(database), ReadEventsAsync(database, options?.Topic ?? TopicName.Of<T>(), options, cancellationToken), cancellationToken);

    /// <summary>
    /// The statements that create the tables of events, for a migration. They do nothing where the tables are there. MySQL and MariaDB are asked for their version; nothing is written.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="NotSupportedException">Events are not stored in such a database.</exception>
    public static ValueTask<IReadOnlyList<string>> EventTablesAsync(this Database database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        return EventTables.StatementsAsync(database, cancellationToken);
    }

    internal static EventProcessor CreateEventProcessor(Database database, Action<EventsBuilder> configure, IServiceProvider? services)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(configure);
        _ = EventSql.Of(database);
        var builder = new EventsBuilder(services);
        configure(builder);
        return new EventProcessor(database, builder);
    }
}
