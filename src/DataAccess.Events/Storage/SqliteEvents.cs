using System.Globalization;
using DataAccess.Sql;

namespace DataAccess.Events.Storage;

/// <summary>SQLite.</summary>
internal sealed class SqliteEvents : EventSql
{
    public static readonly SqliteEvents Instance = new();

    private const int MaxRows = 200;

    public override string Epoch => "'1970-01-01 00:00:00+00:00'";

    public override string Now => "rtrim(rtrim(strftime('%Y-%m-%d %H:%M:%f', 'now'), '0'), '.') || '+00:00'";

    public override SqlStatement After(TimeSpan time)
        => $"rtrim(rtrim(strftime('%Y-%m-%d %H:%M:%f', 'now', {time.TotalSeconds.ToString("+0.000;-0.000", CultureInfo.InvariantCulture) + " seconds"}), '0'), '.') || '+00:00'";

    public override string AgeInSeconds(string column) => $"(julianday('now') - julianday({column})) * 86400.0";

    public override IReadOnlyList<string> CreateTables(SqlDialect dialect, bool isMariaDb)
        => EventTables.Create(dialect, new TableTypes(Identity: "integer primary key autoincrement", Name: "text", Text: "text"));

    public override IReadOnlyList<SqlStatement> Publish(ReadOnlySpan<EventRow> events)
    {
        var statements = new List<SqlStatement>();
        for (var start = 0; start < events.Length;)
        {
            var isUnique = events[start].UniqueId is not null;
            var count = 1;
            while (!isUnique && start + count < events.Length && count < MaxRows && events[start + count].UniqueId is null)
            {
                count++;
            }

            statements.Add(EventValues.Insert("insert", events.Slice(start, count), isUnique ? " on conflict (unique_id) do nothing" : ""));

            // The rows of one insert follow each other, and none where the event was there.
            statements.Add(SqlStatement.Raw(
                InsertDeliveries + Deliveries + " from dataaccess_event e join dataaccess_subscription s on s.topic = e.topic where e.id > last_insert_rowid() - changes() and e.id <= last_insert_rowid()"));
            start += count;
        }

        return statements;
    }

    // There is one writer at a time: whoever publishes has committed.
    public override ValueTask LockSubscriptionsAsync(DatabaseTransaction transaction, CancellationToken cancellationToken) => default;
}
