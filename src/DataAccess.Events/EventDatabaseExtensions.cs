using DataAccess.Events.Storage;
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
