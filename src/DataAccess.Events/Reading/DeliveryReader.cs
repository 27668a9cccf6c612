using DataAccess.Events.Storage;

namespace DataAccess.Events.Reading;

/// <summary>Reads what a subscription is to handle next.</summary>
internal sealed class DeliveryReader(DatabaseSession session, int subscription, Guid owner)
{
    private const int MinPerPart = 16;

    private readonly EventSql _sql = EventSql.Of(session);

    /// <summary>
    /// The first ready deliveries of each part, by id; none of a part that another program owns by now, which alone knows what has to wait. It begins at the start each time: behind a position that has been read, a transaction may still commit an event with a lower id.
    /// </summary>
    /// <param name="parts">The parts.</param>
    /// <param name="window">About how many.</param>
    /// <param name="known">Those which are being handled, and whose bodies are not needed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public ValueTask<IReadOnlyList<Delivery>> ReadAsync(IReadOnlyCollection<int> parts, int window, IReadOnlyCollection<long> known, CancellationToken cancellationToken)
    {
        var perPart = Math.Max(MinPerPart, window / parts.Count);
        var statement = SqlStatement.Raw("select d.id, d.part, d.event_key, d.attempt, e.topic, e.body, e.headers, e.due, e.created from (");
        var n = 0;
        foreach (var part in parts)
        {
            statement.AppendLiteral(n == 0 ? "select * from (" : " union all select * from (");
            statement.AppendFormatted(
                (SqlStatement)$"select id, part, event_key, attempt from dataaccess_delivery where state = 0 and due = {SqlStatement.Raw(_sql.Epoch)} and subscription = {subscription} and part = {part} and exists (select 1 from dataaccess_owner o where o.subscription = {subscription} and o.part = {part} and o.owner = {owner}) order by id limit {perPart}");
            statement.AppendLiteral(Invariant($") b{n++}"));
        }

        statement.AppendLiteral(") d join dataaccess_event e on e.id = d.id");
        if (known.Count > 0)
        {
            statement.AppendFormatted((SqlStatement)$" where d.id not in {known}");
        }

        statement.AppendLiteral(" order by d.id");
        return session.QueryAsync<Delivery>(statement, cancellationToken);
    }

    /// <summary>The lowest id of each key that has something which waits for its next attempt, and for how long, in seconds.</summary>
    public ValueTask<IReadOnlyList<BlockedKey>> BlockedAsync(IReadOnlyCollection<int> parts, bool alsoDead, CancellationToken cancellationToken)
    {
        DeliveryState[] states = alsoDead ? [DeliveryState.Retrying, DeliveryState.Dead] : [DeliveryState.Retrying];
        return session.QueryAsync<BlockedKey>(
            $"""
            select event_key, min(id) as id, {SqlStatement.Raw(_sql.AgeInSeconds("max(due)"))} as age, max(state) as state from dataaccess_delivery
            where state in {states.Select(static s => (int)s).ToArray()} and subscription = {subscription} and part in {parts} and event_key is not null group by event_key
            """,
            cancellationToken);
    }
}
