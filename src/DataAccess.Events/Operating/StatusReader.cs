using DataAccess.Events.Storage;

namespace DataAccess.Events.Operating;

/// <summary>Reads how subscriptions stand. Each query is bounded: it counts so many rows of an index at most.</summary>
/// <param name="session">The database.</param>
/// <param name="countLimit">How far is counted: ready deliveries for each subscription, those of the other states for each state.</param>
internal sealed class StatusReader(DatabaseSession session, int countLimit)
{
    // SQLite joins at most 500 selects.
    private const int SelectsAtOnce = 100;

    private readonly EventSql _sql = EventSql.Of(session);

    private SqlStatement Now => SqlStatement.Raw(_sql.Now);

    private SqlStatement Epoch => SqlStatement.Raw(_sql.Epoch);

    /// <summary>The subscriptions, by name.</summary>
    /// <param name="only">The ids of those that are asked for; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<IReadOnlyList<SubscriptionStatus>> SubscriptionsAsync(int[]? only, CancellationToken cancellationToken)
    {
        var stored = await session.QueryAsync<StoredSubscription>(
            $"select id, name, topic, partitions, paused from dataaccess_subscription where id <> {EventTables.Guard}{Among("id", only)} order by name", cancellationToken).ConfigureAwait(false);
        if (stored.Count == 0)
        {
            return [];
        }

        var ready = await ReadyAsync(stored, cancellationToken).ConfigureAwait(false);
        var lags = await LagsAsync(only, cancellationToken).ConfigureAwait(false);
        var waiting = await WaitingAsync(only, cancellationToken).ConfigureAwait(false);
        var owners = await OwnersAsync(only, cancellationToken).ConfigureAwait(false);
        var members = await MembersAsync(only, cancellationToken).ConfigureAwait(false);
        var areExact = waiting.GroupBy(static w => w.State).All(state => state.Sum(static w => w.Deliveries) < countLimit);
        return
        [
            .. stored.Select(s =>
            {
                var (live, lastOwned) = owners.GetValueOrDefault(s.Id);
                var own = waiting.Where(w => w.Subscription == s.Id).ToArray();
                return StatusOf(s, ready.GetValueOrDefault(s.Id), own, lags.TryGetValue(s.Id, out var lag) ? lag : null) with
                {
                    AreCountsExact = areExact && ready.GetValueOrDefault(s.Id) < countLimit,
                    OwnedPartitions = (int)live,
                    Members = (int)members.GetValueOrDefault(s.Id),
                    Unowned = live > 0 ? null : Seconds(lastOwned),
                };
            }),
        ];
    }

    public ValueTask<IReadOnlyList<ScheduleStatus>> SchedulesAsync(CancellationToken cancellationToken)
        => session.QueryAsync<ScheduleStatus>($"select name, cron, zone, topic, next from dataaccess_schedule order by name", cancellationToken);

    public ValueTask<long> EventsAsync(CancellationToken cancellationToken)
        => session.ScalarAsync<long>($"select count(*) from (select id from dataaccess_event limit {countLimit}) e", cancellationToken);

    private static SubscriptionStatus StatusOf(StoredSubscription stored, long ready, WaitingCount[] waiting, double? lag)
    {
        var due = waiting.Where(static w => w.IsDue != 0).ToArray();
        long Of(DeliveryState state) => waiting.Where(w => w.State == (short)state && w.IsDue == 0).Sum(static w => w.Deliveries);
        return new SubscriptionStatus
        {
            Name = stored.Name,
            Topic = stored.Topic,
            Partitions = stored.Partitions,
            IsPaused = stored.Paused,

            // Those whose time has come are made ready by an owner, if there is one.
            Ready = ready + due.Sum(static w => w.Deliveries),
            Delayed = Of(DeliveryState.Delayed),
            Retrying = Of(DeliveryState.Retrying),
            Dead = Of(DeliveryState.Dead),
            Stopped = Of(DeliveryState.Stopped),
            AreCountsExact = true,
            Lag = due.Length == 0 ? (lag is { } age ? Seconds(age) : null) : Seconds(Math.Max(lag ?? 0, due.Max(static w => w.Age))),
            OwnedPartitions = 0,
            Members = 0,
            Unowned = null,
        };
    }

    private async ValueTask<Dictionary<int, long>> ReadyAsync(IReadOnlyList<StoredSubscription> stored, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<int, long>();
        foreach (var some in stored.Chunk(SelectsAtOnce))
        {
            var statement = (SqlStatement)$"";
            for (var i = 0; i < some.Length; i++)
            {
                statement.AppendLiteral(Invariant($"{(i == 0 ? "" : " union all ")}select {some[i].Id} as subscription, count(*) as deliveries from ("));
                statement.AppendFormatted((SqlStatement)$"select id from dataaccess_delivery where state = 0 and due = {Epoch} and subscription = {some[i].Id} limit {countLimit}");
                statement.AppendLiteral(Invariant($") r{i}"));
            }

            foreach (var (subscription, count) in await session.QueryAsync<(int Subscription, long Deliveries)>(statement, cancellationToken).ConfigureAwait(false))
            {
                counts[subscription] = count;
            }
        }

        return counts;
    }

    /// <summary>For how many seconds the oldest of the first ready deliveries of each part has been waiting: one look into the index a part.</summary>
    private async ValueTask<Dictionary<int, double>> LagsAsync(int[]? only, CancellationToken cancellationToken)
    {
        var age = SqlStatement.Raw(_sql.AgeInSeconds("min(case when e.due > e.created then e.due else e.created end)"));
        var rows = await session.QueryAsync<(int Subscription, double Age)>(
            $"""
            select f.subscription, {age} as age from (
              select o.subscription, (select d.id from dataaccess_delivery d where d.state = 0 and d.due = {Epoch} and d.subscription = o.subscription and d.part = o.part order by d.id limit 1) as id
              from dataaccess_owner o where o.part >= 0{Among("o.subscription", only)}) f
            join dataaccess_event e on e.id = f.id group by f.subscription
            """,
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(static r => r.Subscription, static r => r.Age);
    }

    /// <summary>What is in the other states, the first to come first.</summary>
    private ValueTask<IReadOnlyList<WaitingCount>> WaitingAsync(int[]? only, CancellationToken cancellationToken)
    {
        var statement = SqlStatement.Raw("select subscription, state, is_due, count(*) as deliveries, " + _sql.AgeInSeconds("min(due)") + " as age from (");
        foreach (var state in (DeliveryState[])[DeliveryState.Delayed, DeliveryState.Retrying, DeliveryState.Dead, DeliveryState.Stopped])
        {
            var isDue = state is DeliveryState.Delayed or DeliveryState.Retrying ? (SqlStatement)$"case when due <= {Now} then 1 else 0 end" : $"0";
            statement.AppendLiteral(state == DeliveryState.Delayed ? "select subscription, state, due, is_due from (" : " union all select subscription, state, due, is_due from (");
            statement.AppendFormatted((SqlStatement)$"select subscription, state, due, {isDue} as is_due from dataaccess_delivery where state = {(int)state}{Among("subscription", only)} order by due limit {countLimit}");
            statement.AppendLiteral(Invariant($") w{(int)state}"));
        }

        statement.AppendLiteral(") w group by subscription, state, is_due");
        return session.QueryAsync<WaitingCount>(statement, cancellationToken);
    }

    private async ValueTask<Dictionary<int, (long Live, double LastOwned)>> OwnersAsync(int[]? only, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<(int Subscription, long Live, double LastOwned)>(
            $"""
            select subscription, count(case when owner is not null and lease_until > {Now} then 1 end) as live, {SqlStatement.Raw(_sql.AgeInSeconds("max(lease_until)"))} as last_owned
            from dataaccess_owner where part >= 0{Among("subscription", only)} group by subscription
            """,
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(static r => r.Subscription, static r => (r.Live, r.LastOwned));
    }

    private async ValueTask<Dictionary<int, long>> MembersAsync(int[]? only, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<(int Subscription, long Members)>(
            $"select subscription, count(*) as members from dataaccess_member where lease_until > {Now}{Among("subscription", only)} group by subscription", cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(static r => r.Subscription, static r => r.Members);
    }

    private static SqlStatement Among(string column, int[]? only) => only is null ? (SqlStatement)$"" : $" and {SqlStatement.Raw(column)} in {only}";

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9));
}
