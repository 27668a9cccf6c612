using DataAccess.Events.Storage;

namespace DataAccess.Events.Waking;

/// <summary>What one look at the database tells of all subscriptions.</summary>
internal sealed class DueStore(DatabaseSession session, Guid me)
{
    private const int AtMost = 1_000;

    private readonly EventSql _sql = EventSql.Of(session);

    /// <summary>The number of the last event, which changes when one is published.</summary>
    public ValueTask<long?> LastEventAsync(CancellationToken cancellationToken) => session.ScalarAsync<long?>($"select max(id) from dataaccess_event", cancellationToken);

    /// <summary>The subscriptions of which this program has something to handle.</summary>
    public ValueTask<IReadOnlyList<int>> ReadyAsync(CancellationToken cancellationToken)
        => session.QueryAsync<int>(
            $"""
            select distinct o.subscription from dataaccess_owner o where o.owner = {me} and exists (
              select 1 from dataaccess_delivery d where d.state = 0 and d.due = {SqlStatement.Raw(_sql.Epoch)} and d.subscription = o.subscription and d.part = o.part)
            """,
            cancellationToken);

    /// <summary>For how long the first of this program's deliveries that wait has still to wait; negative if it is over; null if there is none.</summary>
    public async ValueTask<TimeSpan?> NextDueAsync(CancellationToken cancellationToken)
    {
        var age = SqlStatement.Raw(_sql.AgeInSeconds("d.due"));
        SqlStatement First(DeliveryState state, string name)
            => $"select * from (select {age} as age from dataaccess_delivery d join dataaccess_owner o on o.subscription = d.subscription and o.part = d.part where o.owner = {me} and d.state = {(int)state} order by d.due limit 1) {SqlStatement.Raw(name)}";
        var ages = await session.QueryAsync<double>($"{First(DeliveryState.Delayed, "a")} union all {First(DeliveryState.Retrying, "b")}", cancellationToken).ConfigureAwait(false);
        return ages.Count == 0 ? null : TimeSpan.FromSeconds(-Math.Clamp(ages.Max(), -1e6, 1e6));
    }

    /// <summary>Makes deliveries whose time has come ready.</summary>
    /// <returns>Their subscriptions, and whether there may be more.</returns>
    public async ValueTask<(IReadOnlyList<int> Subscriptions, bool HasMore)> PromoteAsync(CancellationToken cancellationToken)
    {
        var now = SqlStatement.Raw(_sql.Now);
        var due = await session.QueryAsync<(int Subscription, long Id)>(
            $"""
            select d.subscription, d.id from dataaccess_delivery d join dataaccess_owner o on o.subscription = d.subscription and o.part = d.part
            where o.owner = {me} and d.state in (1, 2) and d.due <= {now} order by d.due limit {AtMost}
            """,
            cancellationToken).ConfigureAwait(false);
        foreach (var some in due.GroupBy(static d => d.Subscription, static d => d.Id))
        {
            await session.ExecuteAsync(
                $"update dataaccess_delivery set state = 0, due = {SqlStatement.Raw(_sql.Epoch)} where subscription = {some.Key} and id in {some.ToArray()} and state in (1, 2) and due <= {now}", cancellationToken).ConfigureAwait(false);
        }

        return ([.. due.Select(static d => d.Subscription).Distinct()], due.Count == AtMost);
    }
}
