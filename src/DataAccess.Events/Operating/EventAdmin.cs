using DataAccess.Events.Messages;
using DataAccess.Events.Operating;
using DataAccess.Events.Storage;
using DataAccess.Events.Waking;

namespace DataAccess.Events;

/// <summary>What a person does with the events of a database: looks at them, retries or drops dead letters, replays, pauses. Safe for concurrent use, and while programs handle events.</summary>
/// <remarks>Every method that names a subscription throws <see cref="ArgumentException"/> if there is none of that name; all throw the database's exceptions if the tables are not there.</remarks>
public sealed class EventAdmin
{
    private readonly Database _database;
    private readonly EventHub _hub;

    internal EventAdmin(Database database)
    {
        _ = EventSql.Of(database);
        _database = database;
        _hub = EventHub.Of(database);
    }

    /// <summary>How the subscriptions and schedules stand. It writes nothing.</summary>
    /// <param name="countLimit">
    /// How far rows are counted, as counting reads each of them: ready events for each subscription, those in other states for each state of all subscriptions, stored events. At least 1.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public ValueTask<EventStatus> StatusAsync(int countLimit = 100_000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countLimit, 1);
        return StatusAsync(_database, countLimit, LongTransactions.Limit, cancellationToken);
    }

    /// <summary>Dead letters of a subscription, by id.</summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="limit">How many at most, from 1. Their bodies are read too.</param>
    /// <param name="after">Only those with greater ids, such as the last one of the page before; 0 for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    public async ValueTask<IReadOnlyList<DeadLetter>> DeadLettersAsync(string subscription, int limit = 100, long after = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var stored = await FindAsync(subscription, cancellationToken).ConfigureAwait(false);
        var letters = await new DeadLetterStore(_database, stored.Id).ReadAsync(limit, after, cancellationToken).ConfigureAwait(false);
        return
        [
            .. letters.Select(static l => new DeadLetter
            {
                Id = l.Id,
                Topic = l.Topic,
                Key = l.EventKey,
                Attempt = l.Attempt,
                Error = l.Error,
                Created = l.Created,
                Body = l.Body,
                Headers = EventJson.ReadHeaders(l.Headers),
            }),
        ];
    }

    /// <summary>
    /// Has dead letters handled again, with all their attempts before them. Events that wait behind one of them are handled too, unless another dead letter of their key is before them.
    /// </summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="ids">Their ids. Those that are no dead letters are left alone.</param>
    /// <param name="cancellationToken">Cancels the call; of more than 1,000, some may be retried.</param>
    /// <returns>How many are retried.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    public ValueTask<long> RetryAsync(string subscription, IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return EndAsync(subscription, (store, ct) => store.EndAsync(ids, drops: false, ct), cancellationToken);
    }

    /// <summary>As <see cref="RetryAsync"/>, for all dead letters of a subscription, or of one of its keys.</summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="key">The key; null for all.</param>
    /// <param name="cancellationToken">Cancels the call; of more than 1,000, some may be retried.</param>
    /// <returns>How many are retried.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    public ValueTask<long> RetryAllAsync(string subscription, string? key = null, CancellationToken cancellationToken = default)
        => EndAsync(subscription, (store, ct) => store.EndAllAsync(key, drops: false, ct), cancellationToken);

    /// <summary>
    /// Drops dead letters: the subscription never handles them, unless they are replayed. Events that wait behind one of them are handled, unless another dead letter of their key is before them.
    /// </summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="ids">Their ids. Those that are no dead letters are left alone.</param>
    /// <param name="cancellationToken">Cancels the call; of more than 1,000, some may be dropped.</param>
    /// <returns>How many were dropped.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    public ValueTask<long> DropAsync(string subscription, IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return EndAsync(subscription, (store, ct) => store.EndAsync(ids, drops: true, ct), cancellationToken);
    }

    /// <summary>As <see cref="DropAsync"/>, for all dead letters of a subscription, or of one of its keys.</summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="key">The key; null for all.</param>
    /// <param name="cancellationToken">Cancels the call; of more than 1,000, some may be dropped.</param>
    /// <returns>How many were dropped.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    public ValueTask<long> DropAllAsync(string subscription, string? key = null, CancellationToken cancellationToken = default)
        => EndAsync(subscription, (store, ct) => store.EndAllAsync(key, drops: true, ct), cancellationToken);

    /// <summary>Delivers the stored events of a subscription's topic to it again, by when they were published; not those that it has still to handle, or that are dead letters.</summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="from">The first time, by the database's clock.</param>
    /// <param name="to">The last time; null for now.</param>
    /// <param name="cancellationToken">Cancels the call; what was delivered until then is handled.</param>
    /// <returns>How many events are handled again.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    /// <remarks>
    /// Events are stored for as long as <see cref="EventOptions.Retain"/> says after they were handled. They are delivered in slices of 1,000, in the order of their ids. Other subscriptions do not
    /// get them. Events of the topic that were published before the subscription was made are delivered too.
    /// </remarks>
    public ValueTask<long> ReplayAsync(string subscription, DateTimeOffset from, DateTimeOffset? to = null, CancellationToken cancellationToken = default)
        => ReplayWhereAsync(subscription, to is { } end ? (SqlStatement)$"e.created >= {from} and e.created <= {end}" : $"e.created >= {from}", cancellationToken);

    /// <summary>As <see cref="ReplayAsync(string, DateTimeOffset, DateTimeOffset?, CancellationToken)"/>, by the events' ids.</summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="from">The first id.</param>
    /// <param name="to">The last id; null for the last event.</param>
    /// <param name="cancellationToken">Cancels the call; what was delivered until then is handled.</param>
    /// <returns>How many events are handled again.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    public ValueTask<long> ReplayAsync(string subscription, long from, long? to = null, CancellationToken cancellationToken = default)
        => ReplayWhereAsync(subscription, to is { } end ? (SqlStatement)$"e.id >= {from} and e.id <= {end}" : $"e.id >= {from}", cancellationToken);

    /// <summary>
    /// Pauses a subscription: events are stored and wait, until <see cref="ResumeAsync"/>. Programs that run begin no handler of it 2 s later at the latest (their next look at their leases); handlers
    /// that run then go on.
    /// </summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if it was paused already.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    public ValueTask<bool> PauseAsync(string subscription, CancellationToken cancellationToken = default) => SetPausedAsync(subscription, paused: true, cancellationToken);

    /// <summary>Ends a pause. Programs that run notice it within 2 s.</summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if it was not paused.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    public ValueTask<bool> ResumeAsync(string subscription, CancellationToken cancellationToken = default) => SetPausedAsync(subscription, paused: false, cancellationToken);

    /// <summary>Removes a subscription with all that it has still to handle, and its dead letters. Its events stay for other subscriptions. A program that names it makes it anew when it starts.</summary>
    /// <param name="subscription">The subscription's name.</param>
    /// <param name="force">Whether it is removed although programs handle it; their handlers are cancelled then, and they handle nothing of that name until they are restarted.</param>
    /// <param name="cancellationToken">Cancels the call. The subscription may be there without a topic then, and gets no more events; remove it again.</param>
    /// <returns>How many events it had still to handle, dead letters included.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    /// <exception cref="InvalidOperationException">Programs handle it, and <paramref name="force"/> is false. Nothing was removed.</exception>
    public async ValueTask<long> RemoveAsync(string subscription, bool force = false, CancellationToken cancellationToken = default)
    {
        var stored = await FindAsync(subscription, cancellationToken).ConfigureAwait(false);
        return await new SubscriptionRemoval(_database, stored).RunAsync(force, cancellationToken).ConfigureAwait(false);
    }

    internal static async ValueTask<EventStatus> StatusAsync(DatabaseSession session, int countLimit, TimeSpan longTransaction, CancellationToken cancellationToken)
    {
        var reader = new StatusReader(session, countLimit);
        return new EventStatus
        {
            Subscriptions = await reader.SubscriptionsAsync(only: null, cancellationToken).ConfigureAwait(false),
            Schedules = await reader.SchedulesAsync(cancellationToken).ConfigureAwait(false),
            Events = await reader.EventsAsync(cancellationToken).ConfigureAwait(false),
            CountLimit = countLimit,
            Warnings = await LongTransactions.FindAsync(session, longTransaction, cancellationToken).ConfigureAwait(false),
        };
    }

    private async ValueTask<long> EndAsync(string subscription, Func<DeadLetterStore, CancellationToken, ValueTask<long>> end, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(subscription, cancellationToken).ConfigureAwait(false);
        var ended = await end(new DeadLetterStore(_database, stored.Id), cancellationToken).ConfigureAwait(false);
        if (ended > 0)
        {
            _hub.Wake(stored.Topic);
        }

        return ended;
    }

    private async ValueTask<long> ReplayWhereAsync(string subscription, SqlStatement condition, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(subscription, cancellationToken).ConfigureAwait(false);
        return await new Replay(_database, stored.Id, stored.Topic).RunAsync(condition, () => _hub.Wake(stored.Topic), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> SetPausedAsync(string subscription, bool paused, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(subscription, cancellationToken).ConfigureAwait(false);
        return await _database.ExecuteAsync(
            $"update dataaccess_subscription set paused = {paused} where id = {stored.Id} and paused = {!paused}", cancellationToken).ConfigureAwait(false) == 1;
    }

    private async ValueTask<StoredSubscription> FindAsync(string subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var found = await _database.QuerySingleOrDefaultAsync<StoredSubscription>(
            $"select id, name, topic, partitions, paused from dataaccess_subscription where name = {subscription} and id <> {EventTables.Guard}", cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            return found;
        }

        var names = await _database.QueryAsync<string>(
            $"select name from dataaccess_subscription where id <> {EventTables.Guard} order by name limit 20", cancellationToken).ConfigureAwait(false);
        throw new ArgumentException(
            $"There is no subscription '{subscription}'. {(names.Count == 0 ? "There is none at all: a program makes its subscriptions when it starts." : $"There are: {string.Join(", ", names)}.")}", nameof(subscription));
    }
}
