using System.Text;
using DataAccess.Sql;

namespace DataAccess.Events.Storage;

/// <summary>MySQL and MariaDB.</summary>
internal sealed class MySqlEvents : EventSql
{
    public static readonly MySqlEvents Instance = new();

    // Few enough for a packet of the smallest usual limit.
    private const int MaxRows = 200;

    public override string Epoch => "timestamp '1970-01-01 00:00:00'";

    public override string Now => "utc_timestamp(6)";

    public override SqlStatement After(TimeSpan time) => $"date_add(utc_timestamp(6), interval {time.Ticks / TimeSpan.TicksPerMicrosecond} microsecond)";

    public override string AgeInSeconds(string column) => $"timestampdiff(microsecond, {column}, utc_timestamp(6)) / 1e6";

    public override IReadOnlyList<string> CreateTables(SqlDialect dialect, bool isMariaDb) => EventTables.Create(
        dialect,
        new TableTypes(
            Identity: "bigint not null auto_increment primary key",
            Name: "varchar(200) character set utf8mb4 collate " + (isMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin"),
            Text: "longtext character set utf8mb4",
            HasIndexesInTables: true));

    public override IReadOnlyList<SqlStatement> Publish(ReadOnlySpan<EventRow> events)
    {
        var statements = new List<SqlStatement>();
        for (var start = 0; start < events.Length;)
        {
            var count = 1;
            if (events[start].UniqueId is null)
            {
                while (start + count < events.Length && count < MaxRows && events[start + count].UniqueId is null)
                {
                    count++;
                }

                statements.Add(EventValues.Insert("insert", events.Slice(start, count), ""));
                statements.Add(DeliverTo(count));
            }
            else
            {
                // Zero, unless the next statement stores the event. Only a duplicate can be ignored: the values are checked before.
                statements.Add($"do last_insert_id(0)");
                statements.Add(EventValues.Insert("insert ignore", events.Slice(start, 1), ""));
                statements.Add(DeliverTo(1));
            }

            start += count;
        }

        return statements;
    }

    public override async ValueTask LockSubscriptionsAsync(DatabaseTransaction transaction, CancellationToken cancellationToken)
    {
        var before = await transaction.ScalarAsync<long>($"select @@session.innodb_lock_wait_timeout", cancellationToken).ConfigureAwait(false);
        await transaction.ExecuteAsync($"set session innodb_lock_wait_timeout = 2", cancellationToken).ConfigureAwait(false);
        try
        {
            await transaction.QueryAsync<int>($"select id from dataaccess_subscription where id = {EventTables.Guard} for update", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await transaction.ExecuteAsync($"set session innodb_lock_wait_timeout = {before}", CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>InnoDB locks what a subquery of a delete reads (MySQL 9.7 manual, 17.7.3), so the owners are read before, in the same round trip.</summary>
    public override async ValueTask<int> TakeAsync(DatabaseTransaction transaction, int subscription, IReadOnlyList<long> ids, Guid owner, CancellationToken cancellationToken)
    {
        var counts = await transaction.CountEachAsync(
            [
                ($"select d.id from dataaccess_delivery d join dataaccess_owner o on o.subscription = d.subscription and o.part = d.part where d.subscription = {subscription} and d.id in {ids} and o.owner = {owner}", true),
                (Delete(subscription, ids), false),
            ],
            cancellationToken).ConfigureAwait(false);
        return Math.Min(counts[0], counts[1]);
    }

    /// <summary>
    /// The deliveries of the events that the statement before has stored. Ids of one insert are consecutive, in the steps that a cluster sets
    /// (MySQL 9.7 manual, 17.6.1.6, "simple inserts"; <c>auto_increment_increment</c>). The shared lock is that which making a subscription waits for.
    /// </summary>
    private SqlStatement DeliverTo(int count)
    {
        var sql = new StringBuilder(InsertDeliveries).Append(Deliveries).Append(
            " from dataaccess_event e join dataaccess_subscription s on s.topic = e.topic join dataaccess_subscription g on g.id = 0 where ");
        return count == 1
            ? SqlStatement.Raw(sql.Append("e.id = last_insert_id() lock in share mode").ToString())
            : $"{SqlStatement.Raw(sql.Append("e.id between last_insert_id() and last_insert_id() + @@auto_increment_increment * ").ToString())}{count - 1} and (e.id - last_insert_id()) % @@auto_increment_increment = 0 lock in share mode";
    }
}
