using DataAccess.Events.Storage;

namespace DataAccess.Events.Operating;

/// <summary>The dead letters of a subscription, and what waits behind them.</summary>
internal sealed class DeadLetterStore(DatabaseSession session, int subscription)
{
    private const int Slice = 1_000;

    private readonly EventSql _sql = EventSql.Of(session);

    public ValueTask<IReadOnlyList<StoredDeadLetter>> ReadAsync(int limit, long after, CancellationToken cancellationToken)
        => session.QueryAsync<StoredDeadLetter>(
            $"""
            select d.id, e.topic, d.event_key, d.attempt, d.error, e.created, e.body, e.headers from dataaccess_delivery d join dataaccess_event e on e.id = d.id
            where d.subscription = {subscription} and d.state = 3 and d.id > {after} order by d.id limit {limit}
            """,
            cancellationToken);

    /// <summary>Retries or drops dead letters.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<long> EndAsync(IReadOnlyCollection<long> ids, bool drops, CancellationToken cancellationToken)
    {
        var ended = 0L;
        foreach (var some in ids.Distinct().Order().Chunk(Slice))
        {
            var letters = await session.QueryAsync<(long Id, string? Key)>(
                $"select id, event_key from dataaccess_delivery where subscription = {subscription} and state = 3 and id in {some}", cancellationToken).ConfigureAwait(false);
            ended += await EndAsync(letters, drops, cancellationToken).ConfigureAwait(false);
        }

        return ended;
    }

    /// <summary>Retries or drops all dead letters, or all of a key, in slices.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<long> EndAllAsync(string? key, bool drops, CancellationToken cancellationToken)
    {
        var ofKey = key is null ? (SqlStatement)$"" : $" and event_key = {key}";
        var (ended, after) = (0L, 0L);
        while (true)
        {
            // One that dies again meanwhile is behind, and is not retried once more.
            var letters = await session.QueryAsync<(long Id, string? Key)>(
                $"select id, event_key from dataaccess_delivery where subscription = {subscription} and state = 3 and id > {after}{ofKey} order by id limit {Slice}", cancellationToken).ConfigureAwait(false);
            ended += await EndAsync(letters, drops, cancellationToken).ConfigureAwait(false);
            if (letters.Count < Slice)
            {
                return ended;
            }

            after = letters[^1].Id;
        }
    }

    private async ValueTask<long> EndAsync(IReadOnlyList<(long Id, string? Key)> letters, bool drops, CancellationToken cancellationToken)
    {
        if (letters.Count == 0)
        {
            return 0;
        }

        long[] ids = [.. letters.Select(static l => l.Id)];
        string[] keys = [.. letters.Select(static l => l.Key).OfType<string>().Distinct(StringComparer.Ordinal)];
        var ended = 0L;
        await session.InTransactionAsync(
            async (tx, ct) =>
            {
                if (keys.Length > 0)
                {
                    // Locks all dead letters of the keys: two people who end the last two of a key one each, and a program that puts an event behind one of them, wait for each other.
                    await tx.ExecuteAsync($"update dataaccess_delivery set state = 3 where subscription = {subscription} and state = 3 and event_key in {keys}", ct).ConfigureAwait(false);
                }

                ended = await tx.ExecuteAsync(
                    drops
                        ? (SqlStatement)$"delete from dataaccess_delivery where subscription = {subscription} and state = 3 and id in {ids}"
                        : $"update dataaccess_delivery set state = 0, due = {SqlStatement.Raw(_sql.Epoch)}, attempt = 0 where subscription = {subscription} and state = 3 and id in {ids}",
                    ct).ConfigureAwait(false);
                await ReleaseAsync(tx, keys, ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return ended;
    }

    /// <summary>Makes ready what no dead letter of its key is before any more.</summary>
    private async ValueTask ReleaseAsync(DatabaseTransaction tx, string[] keys, CancellationToken cancellationToken)
    {
        if (keys.Length == 0)
        {
            return;
        }

        var left = await tx.QueryAsync<(string Key, long First)>(
            $"select event_key, min(id) from dataaccess_delivery where subscription = {subscription} and state = 3 and event_key in {keys} group by event_key", cancellationToken).ConfigureAwait(false);
        string[] free = [.. keys.Except(left.Select(static l => l.Key), StringComparer.Ordinal)];
        SqlStatement release = $"update dataaccess_delivery set state = 0, due = {SqlStatement.Raw(_sql.Epoch)} where subscription = {subscription} and state = 4";
        if (free.Length > 0)
        {
            await tx.ExecuteAsync($"{release} and event_key in {free}", cancellationToken).ConfigureAwait(false);
        }

        foreach (var (key, first) in left)
        {
            await tx.ExecuteAsync($"{release} and event_key = {key} and id < {first}", cancellationToken).ConfigureAwait(false);
        }
    }
}
