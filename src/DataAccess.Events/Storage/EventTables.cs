using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.Events.Storage;

/// <summary>The tables, which are the same on every engine but for the types.</summary>
internal static class EventTables
{
    /// <summary>The row of the subscriptions' table that is no subscription: where a table cannot be locked, it is.</summary>
    public const int Guard = 0;

    private const int Attempts = 5;

    private static readonly TableName Last = TableName.Parse("dataaccess_stream");
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Its partitions are the greatest number that a removed subscription has had: no number is used twice.
    private const string InsertGuard = """
        insert into dataaccess_subscription (id, name, topic, partitions, paused)
        select 0, '', '', 0, false from (select 1 as one) g where not exists (select 1 from dataaccess_subscription s where s.id = 0)
        """;

    /// <summary>The statements that create them.</summary>
    public static IReadOnlyList<string> Create(SqlDialect dialect, TableTypes types)
    {
        var number = dialect.ColumnTypeFor(typeof(int));
        var state = dialect.ColumnTypeFor(typeof(short));
        var big = dialect.ColumnTypeFor(typeof(long));
        var time = dialect.ColumnTypeFor(typeof(DateTimeOffset));
        var flag = dialect.ColumnTypeFor(typeof(bool));
        var id = dialect.ColumnTypeFor(typeof(Guid));
        var now = dialect.UtcNow;
        var (topicIndex, dueIndex) = types.HasIndexesInTables
            ? (", key dataaccess_subscription_topic (topic)", ", key dataaccess_delivery_due (state, due, subscription, part, id)")
            : ("", "");
        string[] tables =
        [
            $"""
            create table if not exists dataaccess_event (
              id {types.Identity},
              topic {types.Name} not null,
              event_key {types.Name},
              hash {number} not null,
              body {types.Text} not null,
              headers {types.Text},
              due {time},
              unique_id {types.Name},
              created {time} not null default ({now}),
              constraint dataaccess_event_unique unique (unique_id))
            """,
            $"""
            create table if not exists dataaccess_subscription (
              id {number} not null primary key,
              name {types.Name} not null,
              topic {types.Name} not null,
              partitions {number} not null,
              paused {flag} not null,
              created {time} not null default ({now}),
              constraint dataaccess_subscription_name unique (name){topicIndex})
            """,
            $"""
            create table if not exists dataaccess_delivery (
              subscription {number} not null,
              id {big} not null,
              part {number} not null,
              state {state} not null,
              due {time} not null,
              event_key {types.Name},
              attempt {number} not null,
              error {types.Text},
              primary key (subscription, id){dueIndex}){types.DeliveryOptions}
            """,
            $"create table if not exists dataaccess_owner (subscription {number} not null, part {number} not null, owner {id}, lease_until {time} not null, primary key (subscription, part))",
            $"create table if not exists dataaccess_member (subscription {number} not null, member {id} not null, lease_until {time} not null, primary key (subscription, member))",
            $"""
            create table if not exists dataaccess_schedule (
              name {types.Name} not null primary key,
              cron {types.Text} not null,
              zone {types.Text} not null,
              next {time} not null,
              topic {types.Name} not null)
            """,
            $"create table if not exists dataaccess_stream_end (topic {types.Name} not null primary key, position {big} not null)",
            $"""
            create table if not exists dataaccess_stream (
              topic {types.Name} not null,
              position {big} not null,
              event_id {big} not null,
              primary key (topic, position),
              constraint dataaccess_stream_event unique (event_id))
            """,
        ];
        return types.HasIndexesInTables
            ? tables
            :
            [
                .. tables,
                "create index if not exists dataaccess_subscription_topic on dataaccess_subscription (topic)",
                "create index if not exists dataaccess_delivery_due on dataaccess_delivery (state, due, subscription, part, id)",
            ];
    }

    /// <summary>The statements that create the tables, their indexes and the guard, where they are not there.</summary>
    public static async ValueTask<IReadOnlyList<string>> StatementsAsync(Database database, CancellationToken cancellationToken)
    {
        var sql = EventSql.Of(database);
        return [.. sql.CreateTables(database.Dialect, await IsMariaDbAsync(database, cancellationToken).ConfigureAwait(false)), InsertGuard];
    }

    /// <summary>Creates the tables and their indexes, where they are not there. Where they are, no right to create any is needed.</summary>
    public static async ValueTask EnsureAsync(Database database, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await AreThereAsync(database, cancellationToken).ConfigureAwait(false); attempt++)
        {
            try
            {
                await CreateAsync(database, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DbException) when (attempt < Attempts)
            {
                // Two programs that create a table at once: one of them may fail although it says "if not exists" (PostgreSQL).
                await Task.Delay(Pause, database.Context.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask CreateAsync(Database database, CancellationToken cancellationToken)
    {
        var statements = await StatementsAsync(database, cancellationToken).ConfigureAwait(false);
        foreach (var statement in statements.SkipLast(1))
        {
            await database.ExecuteAsync(SqlStatement.Raw(statement), cancellationToken).ConfigureAwait(false);
        }

        if (!await HasGuardAsync(database, cancellationToken).ConfigureAwait(false))
        {
            await database.ExecuteAsync(SqlStatement.Raw(statements[^1]), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the table that is created last is there, and the guard, which is inserted after it.</summary>
    private static async ValueTask<bool> AreThereAsync(Database database, CancellationToken cancellationToken)
        => (await database.DescribeTableAsync(Last, cancellationToken).ConfigureAwait(false)).Count > 0 && await HasGuardAsync(database, cancellationToken).ConfigureAwait(false);

    private static async ValueTask<bool> HasGuardAsync(DatabaseSession session, CancellationToken cancellationToken)
        => await session.ScalarAsync<int?>($"select id from dataaccess_subscription where id = {Guard}", cancellationToken).ConfigureAwait(false) is not null;

    private static async ValueTask<bool> IsMariaDbAsync(Database database, CancellationToken cancellationToken)
        => database.Provider.SystemName == "mysql"
            && (await database.ScalarAsync<string>($"select version()", cancellationToken).ConfigureAwait(false))!.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
}
