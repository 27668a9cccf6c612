using DataAccess.Events.Handling;
using DataAccess.Events.Messages;
using DataAccess.Events.Running;
using DataAccess.Events.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.Events;

/// <summary>What a program does with events: its subscriptions and schedules.</summary>
/// <remarks>A subscription is made when the program starts for the first time. Programs that name the same one share its events.</remarks>
public sealed class EventsBuilder
{
    private readonly List<SubscriptionPlan> _subscriptions = [];
    private readonly List<Schedule> _schedules = [];

    internal EventsBuilder(IServiceProvider? services) => Services = services;

    /// <summary>What holds for all events.</summary>
    public EventOptions Options { get; } = new();

    /// <summary>The services of the program; null where it has none.</summary>
    public IServiceProvider? Services { get; }

    internal IReadOnlyList<SubscriptionPlan> Subscriptions => _subscriptions;

    internal IReadOnlyList<Schedule> Schedules => _schedules;

    /// <summary>Handles each event of a topic at least once: again if the handler fails, and if the program ends before the acknowledgement is stored.</summary>
    /// <typeparam name="T">The type of the bodies, which names the topic.</typeparam>
    /// <param name="subscription">The subscription's name, of 1 to 200 characters.</param>
    /// <param name="handle">The handler. <see cref="EventMessage{T}.Id"/> is the same each time.</param>
    /// <param name="options">How events are handled; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is not valid, or is used already.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    public EventsBuilder On<T>(string subscription, Func<EventMessage<T>, CancellationToken, ValueTask> handle, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return Add<T>(subscription, new PlainHandler<T>(handle), options);
    }

    /// <summary>Handles each event of a topic in a transaction that is also its acknowledgement, so that its effects in the database are there exactly once.</summary>
    /// <typeparam name="T">The type of the bodies, which names the topic.</typeparam>
    /// <param name="subscription">The subscription's name, of 1 to 200 characters.</param>
    /// <param name="handle">The handler. It may be called again if the transaction is rolled back.</param>
    /// <param name="options">How events are handled; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is not valid, or is used already.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    public EventsBuilder On<T>(string subscription, Func<EventMessage<T>, DatabaseTransaction, CancellationToken, ValueTask> handle, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return Add<T>(subscription, new TransactionHandler<T>((messages, tx, ct) => handle(messages[0], tx, ct), takesBatches: false), options);
    }

    /// <summary>
    /// Handles the events of a topic in batches, each in a transaction that is also its acknowledgement. A batch that fails is handled in halves, until the event that fails is alone.
    /// </summary>
    /// <typeparam name="T">The type of the bodies, which names the topic.</typeparam>
    /// <param name="subscription">The subscription's name, of 1 to 200 characters.</param>
    /// <param name="handle">The handler of a batch, whose events are in the order of their ids. It may be called again if the transaction is rolled back.</param>
    /// <param name="options">How events are handled; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is not valid, or is used already.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    public EventsBuilder OnBatch<T>(
        string subscription, Func<IReadOnlyList<EventMessage<T>>, DatabaseTransaction, CancellationToken, ValueTask> handle, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return Add<T>(subscription, new TransactionHandler<T>(handle, takesBatches: true), options);
    }

    /// <summary>As <see cref="On{T}(string, Func{EventMessage{T}, CancellationToken, ValueTask}, SubscriptionOptions?)"/>, with a handler of the services.</summary>
    /// <typeparam name="T">The type of the bodies, which names the topic.</typeparam>
    /// <typeparam name="THandler">The handler, a registered service: <see cref="IEventHandler{T}"/> or <see cref="ITransactionalEventHandler{T}"/>.</typeparam>
    /// <param name="subscription">The subscription's name, of 1 to 200 characters.</param>
    /// <param name="options">How events are handled; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is not valid, or is used already.</exception>
    /// <exception cref="InvalidOperationException">There are no services; or the type is no handler of such events.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    public EventsBuilder On<T, THandler>(string subscription, SubscriptionOptions? options = null)
        where THandler : class
    {
        var services = Services ?? throw new InvalidOperationException("There are no services. Pass a delegate, or register by services.AddDataAccessEvents.");
        if (typeof(THandler).IsAssignableTo(typeof(ITransactionalEventHandler<T>)))
        {
            return On<T>(
                subscription,
                async (message, tx, ct) =>
                {
                    var scope = services.CreateAsyncScope();
                    await using (scope.ConfigureAwait(false))
                    {
                        await ((ITransactionalEventHandler<T>)(object)scope.ServiceProvider.GetRequiredService<THandler>()).HandleAsync(message, tx, ct).ConfigureAwait(false);
                    }
                },
                options);
        }

        return typeof(THandler).IsAssignableTo(typeof(IEventHandler<T>))
            ? On<T>(
                subscription,
                async (message, ct) =>
                {
                    var scope = services.CreateAsyncScope();
                    await using (scope.ConfigureAwait(false))
                    {
                        await ((IEventHandler<T>)(object)scope.ServiceProvider.GetRequiredService<THandler>()).HandleAsync(message, ct).ConfigureAwait(false);
                    }
                },
                options)
            : throw new InvalidOperationException($"{typeof(THandler).Name} handles no {typeof(T).Name}: it implements neither IEventHandler<{typeof(T).Name}> nor ITransactionalEventHandler<{typeof(T).Name}>.");
    }

    /// <summary>Publishes an event at the times of a cron expression, once for each time, by however many programs have the schedule.</summary>
    /// <typeparam name="T">The type of the body, which names the topic.</typeparam>
    /// <param name="name">The schedule's name, of 1 to 200 characters. It is also the key of its events.</param>
    /// <param name="cron">Five fields (minute, hour, day of the month, month, day of the week), or six with seconds first: <c>0 3 * * *</c>.</param>
    /// <param name="zone">The time zone of the times; null for UTC. A time that is left out when clocks go forward is the first one after it; one that comes twice counts once (Cronos).</param>
    /// <param name="body">Makes the body, from the time for which it is published.</param>
    /// <exception cref="ArgumentException">The name is not valid or used already, or the expression is not valid.</exception>
    /// <remarks>
    /// The database's clock counts. Times that were missed while no program ran are published as one event, for the first of them. <c>schedule</c> and <c>occurrence</c> are headers of the event.
    /// </remarks>
    public EventsBuilder Every<T>(string name, string cron, TimeZoneInfo? zone, Func<DateTimeOffset, T> body)
    {
        var schedule = Schedule.Of(name, cron, zone, body);
        if (_schedules.Exists(s => string.Equals(s.Name, name, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"There is a schedule '{name}' already. Give each one a name of its own.", nameof(name));
        }

        _schedules.Add(schedule);
        return this;
    }

    private EventsBuilder Add<T>(string subscription, Handler handler, SubscriptionOptions? options)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        TopicName.Check(subscription, "name of the subscription");
        if (_subscriptions.Exists(s => string.Equals(s.Name, subscription, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"There is a subscription '{subscription}' already. Give each handler a subscription of its own: each gets all events of its topic.", nameof(subscription));
        }

        var valid = (options ?? new SubscriptionOptions()).Validated(subscription);
        var topic = valid.Topic ?? TopicName.Of<T>();
        TopicName.Check(topic, "topic");
        _subscriptions.Add(new SubscriptionPlan(subscription, topic, valid, handler));
        return this;
    }
}
