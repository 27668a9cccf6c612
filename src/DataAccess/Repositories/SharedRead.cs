using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Sql;

namespace DataAccess.Repositories;

/// <summary>
/// Answers callers that ask for rows by key, as each would be answered alone: the database says which row is whose, each
/// gets an object of its own, and an error of one key reaches only the callers that asked for it.
/// </summary>
internal sealed class SharedRead<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, TKey>(
    KeyedSql<TEntity> sql, KeyShape<TEntity, TKey> shape)
    where TEntity : notnull
    where TKey : notnull
{
    // Set once a column turns out to compare in a way of its own.
    private volatile bool _mayBeExact = shape.MayBeExact;

    /// <summary>For reports.</summary>
    public string Name { get; } = $"GetAsync of {sql.Table}";

    public ValueTask<TEntity?> AloneAsync(DatabaseSession session, TKey key, CancellationToken cancellationToken)
        => AloneAsync(session, key, filter: null, cancellationToken);

    /// <param name="session">Where to ask.</param>
    /// <param name="key">The key.</param>
    /// <param name="filter">A condition of the row besides its key, or null.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public ValueTask<TEntity?> AloneAsync(DatabaseSession session, TKey key, SqlStatement? filter, CancellationToken cancellationToken)
        => session.QuerySingleOrDefaultAsync<TEntity>(sql.ByKey(shape, key, filter), cancellationToken);

    /// <summary>Answers every one of them; throws nothing.</summary>
    public async ValueTask AnswerAsync(SharedReadSession session, PendingGet<TEntity, TKey>[] waiters)
    {
        try
        {
            var keys = Group(waiters, out var byKey);
            await AnswerAsync(session, keys, byKey).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            foreach (var waiter in waiters)
            {
                waiter.Fail(exception);
            }
        }
    }

    /// <summary>The first caller for each key; the others are linked to it.</summary>
    private ArraySegment<PendingGet<TEntity, TKey>> Group(
        PendingGet<TEntity, TKey>[] waiters, out Dictionary<TKey, PendingGet<TEntity, TKey>> byKey)
    {
        byKey = new Dictionary<TKey, PendingGet<TEntity, TKey>>(waiters.Length, shape.Comparer);
        var keys = new ArraySegment<PendingGet<TEntity, TKey>>(waiters);
        foreach (var waiter in waiters)
        {
            if (!byKey.TryAdd(waiter.Key, waiter))
            {
                var first = byKey[waiter.Key];
                waiter.SameKey = first.SameKey;
                first.SameKey = waiter;
            }
        }

        return byKey.Count == waiters.Length ? keys : byKey.Values.ToArray();
    }

    /// <param name="session">Where to ask.</param>
    /// <param name="keys">Who asks.</param>
    /// <param name="byKey">The same by their keys, where that is known.</param>
    private async ValueTask AnswerAsync(
        SharedReadSession session, ArraySegment<PendingGet<TEntity, TKey>> keys, Dictionary<TKey, PendingGet<TEntity, TKey>>? byKey = null)
    {
        if (keys.Count < 2)
        {
            if (keys.Count == 1)
            {
                await AnswerAloneAsync(session, keys[0]).ConfigureAwait(false);
            }

            return;
        }

        try
        {
            Complete(await ReadAsync(session, keys, byKey).ConfigureAwait(false));
        }
        catch (Exception exception) when (MayBeOfOneKey(session.Provider, exception))
        {
            var half = keys.Count / 2;
            await AnswerAsync(session, keys[..half]).ConfigureAwait(false);
            await AnswerAsync(session, keys[half..]).ConfigureAwait(false);
            return;
        }

        foreach (var key in keys)
        {
            if (key.Rows > 1)
            {
                // The error of who asks alone says it best.
                await AnswerAloneAsync(session, key).ConfigureAwait(false);
            }
            else if (key.Rows == 0)
            {
                for (var waiter = key; waiter is not null; waiter = waiter.SameKey)
                {
                    waiter.Complete(default);
                }
            }
        }
    }

    private async ValueTask AnswerAloneAsync(SharedReadSession session, PendingGet<TEntity, TKey> key)
    {
        for (var waiter = key; waiter is not null; waiter = waiter.SameKey)
        {
            try
            {
                waiter.Complete(await AloneAsync(session, waiter.Key, CancellationToken.None).ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                waiter.Fail(exception);
            }
        }
    }

    private static void Complete(List<Answer> answers)
    {
        foreach (var (waiter, row) in answers)
        {
            if (waiter.Rows == 1)
            {
                waiter.Complete(row);
            }
        }
    }

    /// <summary>Whether a failure may be that of one key. A server that is gone or busy is so for every key.</summary>
    private static bool MayBeOfOneKey(DatabaseProvider provider, Exception exception)
        => exception is not (PoolTimeoutException or DatabaseUnavailableException or ObjectDisposedException)
        && provider.Classify(exception).Kind is not (FailureKind.ConnectionLost or FailureKind.Unavailable);

    private async ValueTask<List<Answer>> ReadAsync(
        SharedReadSession session, ArraySegment<PendingGet<TEntity, TKey>> keys, Dictionary<TKey, PendingGet<TEntity, TKey>>? byKey)
    {
        if (_mayBeExact)
        {
            if (await ReadExactAsync(session, keys, byKey ?? keys.ToDictionary(static key => key.Key, shape.Comparer)).ConfigureAwait(false) is { } exact)
            {
                return exact;
            }

            _mayBeExact = false;
        }

        if (session.Dialect.SendsListsAsArrays)
        {
            return await ReadByPositionAsync(session, keys).ConfigureAwait(false);
        }

        var answers = new List<Answer>(keys.Count);
        for (var start = 0; start < keys.Count; start += KeyedSql<TEntity>.MaxBranches)
        {
            answers.AddRange(await ReadByPositionAsync(session, keys[start..Math.Min(start + KeyedSql<TEntity>.MaxBranches, keys.Count)]).ConfigureAwait(false));
        }

        return answers;
    }

    /// <summary>The rows of keys that the database compares as .NET does; null where that turns out not to be so.</summary>
    private async ValueTask<List<Answer>?> ReadExactAsync(
        SharedReadSession session, ArraySegment<PendingGet<TEntity, TKey>> keys, Dictionary<TKey, PendingGet<TEntity, TKey>> byKey)
    {
        var most = sql.MaxListed(keys.Count);
        var answers = new List<Answer>(keys.Count);
        for (var start = 0; start < keys.Count; start += most)
        {
            var some = keys[start..Math.Min(start + most, keys.Count)];
            var rows = await session.ReadAsync(
                $"{sql.Select} where {sql.IsAnyOf(shape, ValuesOf(some))}",
                (reader, text, ct) => ExactRowsAsync(reader, text, some, byKey, session.Provider.IsSynchronous, ct),
                CancellationToken.None).ConfigureAwait(false);
            if (rows is null)
            {
                return null;
            }

            answers.AddRange(rows);
        }

        return answers;
    }

    private async ValueTask<(List<Answer>? Answers, bool IsAtEnd)> ExactRowsAsync(
        DbDataReader reader,
        SqlText text,
        ArraySegment<PendingGet<TEntity, TKey>> keys,
        Dictionary<TKey, PendingGet<TEntity, TKey>> byKey,
        bool typeIsOfRow,
        CancellationToken cancellationToken)
    {
        Forget(keys);
        var answers = new List<Answer>(keys.Count);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return (answers, true);
        }

        var plan = Rows.PlanFor<TEntity>(reader, text);
        var bound = plan.Bind(reader);
        var isExact = shape.IsExact(reader, sql.KeyOrdinals);
        do
        {
            if (!isExact || (typeIsOfRow && !shape.IsExact(reader, sql.KeyOrdinals)))
            {
                return (null, false);
            }

            var row = plan.Parse(bound);
            if (!byKey.TryGetValue(shape.Of(row), out var key))
            {
                return (null, false);
            }

            Add(answers, key, row, plan, bound);
        }
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false));

        return (answers, true);
    }

    private ValueTask<List<Answer>> ReadByPositionAsync(SharedReadSession session, ArraySegment<PendingGet<TEntity, TKey>> keys)
        => session.ReadAsync(
            sql.ByPosition(shape, ValuesOf(keys)),
            (reader, text, ct) => PositionedRowsAsync(reader, text, keys, ct),
            CancellationToken.None);

    private static async ValueTask<(List<Answer> Answers, bool IsAtEnd)> PositionedRowsAsync(
        DbDataReader reader, SqlText text, ArraySegment<PendingGet<TEntity, TKey>> keys, CancellationToken cancellationToken)
    {
        Forget(keys);
        var answers = new List<Answer>(keys.Count);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return (answers, true);
        }

        var plan = Rows.PlanFor<TEntity>(reader, text);
        var bound = plan.Bind(reader);
        var position = reader.FieldCount - 1;
        do
        {
            Add(answers, keys[(int)reader.GetInt64(position) - 1], plan.Parse(bound), plan, bound);
        }
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false));

        return (answers, true);
    }

    private static TKey[] ValuesOf(ArraySegment<PendingGet<TEntity, TKey>> keys)
    {
        var values = new TKey[keys.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = keys[i].Key;
        }

        return values;
    }

    /// <summary>The read may be run again, after a connection was lost.</summary>
    private static void Forget(ArraySegment<PendingGet<TEntity, TKey>> keys)
    {
        foreach (var key in keys)
        {
            for (var waiter = key; waiter is not null; waiter = waiter.SameKey)
            {
                waiter.Rows = 0;
            }
        }
    }

    /// <summary>The row for all who asked for its key; for the second and later ones it is read once more.</summary>
    private static void Add(List<Answer> answers, PendingGet<TEntity, TKey> key, TEntity row, RowPlan<TEntity> plan, DbDataReader bound)
    {
        key.Rows++;
        answers.Add(new Answer(key, row));
        for (var waiter = key.SameKey; waiter is not null; waiter = waiter.SameKey)
        {
            waiter.Rows++;
            answers.Add(new Answer(waiter, plan.Parse(bound)));
        }
    }

    /// <param name="Waiter">Who gets the row.</param>
    /// <param name="Row">The row.</param>
    private readonly record struct Answer(PendingGet<TEntity, TKey> Waiter, TEntity Row);
}
