using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DataAccess.Events.Messages;
using DataAccess.Events.Storage;
using DataAccess.Sessions;

namespace DataAccess.Events.Waking;

/// <summary>Where the publishers of a database meet its subscriptions in this program.</summary>
internal sealed class EventHub
{
    private static readonly ConditionalWeakTable<SessionContext, EventHub> Hubs = [];

    private readonly ConcurrentDictionary<Action<string>, byte> _listeners = new();
    private readonly SessionContext _context;
    private NotificationSender? _sender;
    private volatile bool _hasTables;

    private EventHub(SessionContext context)
    {
        _context = context;
        Use(new EventOptions());
    }

    public EventOptions Options { get; private set; } = null!;

    public EventJson Json { get; private set; } = null!;

    public static EventHub Of(DatabaseSession session) => Hubs.GetValue(session.Context, static context => new EventHub(context));

    /// <summary>Creates the tables where they are not there, the first time, unless the options say otherwise.</summary>
    public async ValueTask EnsureTablesAsync(Database database, CancellationToken cancellationToken)
    {
        if (Options.CreateTables && !_hasTables)
        {
            await EventTables.EnsureAsync(database, cancellationToken).ConfigureAwait(false);
            _hasTables = true;
        }
    }

    /// <summary>Changes the options.</summary>
    public void Use(EventOptions options)
    {
        Options = options.Validated();
        Json = new EventJson(options.Json);
        _sender = Options.Notify && _context.Provider.Notifications is not null ? new NotificationSender(new DatabaseScope(_context, "")) : null;
    }

    /// <summary>Tells the subscriptions of the events' topics, here and in other programs, that there may be something to do.</summary>
    public void Published(IReadOnlyList<EventRow> events)
    {
        string? last = null;
        foreach (var row in events)
        {
            if (row.Due is not null)
            {
                // Whoever waits for the next time has to look whether this one is sooner.
                Tell("");
            }
            else if (!string.Equals(row.Topic, last, StringComparison.Ordinal))
            {
                last = row.Topic;
                Tell(last);
                _sender?.Send(last);
            }
        }
    }

    /// <summary>Tells the subscriptions of a topic, here and in other programs, that stored events are to be handled again.</summary>
    public void Wake(string topic)
    {
        Tell(topic);
        _sender?.Send(topic);
    }

    /// <summary>Tells the subscriptions in this program; an empty topic says that there is an event for later.</summary>
    public void Tell(string topic)
    {
        foreach (var (listener, _) in _listeners)
        {
            listener(topic);
        }
    }

    /// <summary>Calls a listener with the topics of new events, until it is removed. It is quick and throws nothing.</summary>
    public void Add(Action<string> listener) => _listeners.TryAdd(listener, 0);

    public void Remove(Action<string> listener) => _listeners.TryRemove(listener, out _);
}
