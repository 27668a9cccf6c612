using DataAccess.Sql;

namespace DataAccess.Events.Storage;

/// <summary>The statements that the engines write differently.</summary>
internal abstract class EventSql
{
    /// <summary>What is due at once is due since then, so that the order among such deliveries is that of their ids.</summary>
    public abstract string Epoch { get; }

    /// <summary>The database's clock, in UTC.</summary>
    public abstract string Now { get; }

    /// <summary>Whether <see cref="Publish"/> is one statement, and so needs no transaction.</summary>
    public virtual bool PublishesInOneStatement => false;

    /// <summary>The statements for the engine of a session.</summary>
    /// <exception cref="NotSupportedException">Events are not stored in such a database.</exception>
    public static EventSql Of(DatabaseSession session) => session.Provider.SystemName switch
    {
        "postgresql" => PostgreSqlEvents.Instance,
        "mysql" => MySqlEvents.Instance,
        "sqlite" => SqliteEvents.Instance,
        var other => throw new NotSupportedException($"Events are stored in PostgreSQL, MySQL, MariaDB and SQLite, not in {other}."),
    };

    /// <summary>The time that far from now, by the database's clock.</summary>
    public abstract SqlStatement After(TimeSpan time);

    /// <summary>How many seconds a column's time is before now.</summary>
    public abstract string AgeInSeconds(string column);

    /// <summary>The statements that create the tables, where they are not there.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="isMariaDb">Whether a server of the MySQL family is MariaDB, whose collations have names of their own.</param>
    public abstract IReadOnlyList<string> CreateTables(SqlDialect dialect, bool isMariaDb);

    /// <summary>The statements that store events, with a delivery for each subscription of their topics. Their order is kept.</summary>
    public abstract IReadOnlyList<SqlStatement> Publish(ReadOnlySpan<EventRow> events);

    /// <summary>Whether the event that a <see cref="Publish"/> of one event stored was new, by what its statements changed.</summary>
    public virtual bool WasNew(ReadOnlySpan<int> counts) => counts[^2] > 0;

    /// <summary>
    /// Takes the lock that nobody has who has published and not committed yet, until the transaction ends. It fails instead of keeping publishers waiting for long.
    /// </summary>
    public abstract ValueTask LockSubscriptionsAsync(DatabaseTransaction transaction, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes deliveries in a transaction, if its program owns their parts; how many there were. It waits for whoever has deleted them and not committed yet. The owners are not locked, or the leases
    /// could not be renewed before the transaction has ended: who has lost a part at this moment can only still be handling what the next owner handles first, too.
    /// </summary>
    public virtual async ValueTask<int> TakeAsync(DatabaseTransaction transaction, int subscription, IReadOnlyList<long> ids, Guid owner, CancellationToken cancellationToken)
        => await transaction.ExecuteAsync($"{Delete(subscription, ids)} and {Owned(subscription, owner)}", cancellationToken).ConfigureAwait(false);

    /// <summary>The condition that a delivery is in a part which a program owns.</summary>
    public static SqlStatement Owned(int subscription, Guid owner)
        => $"part in (select o.part from dataaccess_owner o where o.subscription = {subscription} and o.owner = {owner})";

    /// <summary>Deletes ready deliveries.</summary>
    protected static SqlStatement Delete(int subscription, IReadOnlyList<long> ids)
        => ids.Count == 1
            ? (SqlStatement)$"delete from dataaccess_delivery where subscription = {subscription} and id = {ids[0]} and state = 0"
            : $"delete from dataaccess_delivery where subscription = {subscription} and id in {ids} and state = 0";

    /// <summary>The deliveries of events to subscriptions: what follows <c>insert into dataaccess_delivery (…)</c>, up to its conditions. Events are <c>e</c>, subscriptions <c>s</c>.</summary>
    protected string Deliveries =>
        $"select s.id, e.id, e.hash % s.partitions, case when e.due is null or e.due <= {Now} then 0 else 1 end, case when e.due is null or e.due <= {Now} then {Epoch} else e.due end, e.event_key, 0";

    /// <summary>The beginning of an insert of deliveries.</summary>
    protected const string InsertDeliveries = "insert into dataaccess_delivery (subscription, id, part, state, due, event_key, attempt) ";

    /// <summary>The deliveries of stored events to one subscription, from a first event to a last one.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="condition">Which events, <c>e</c>.</param>
    public SqlStatement DeliverAgain(int subscription, SqlStatement condition)
        => $"{SqlStatement.Raw(InsertDeliveries + Deliveries)} from dataaccess_event e join dataaccess_subscription s on s.topic = e.topic where s.id = {subscription} and {condition}";
}
