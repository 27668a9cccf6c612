using System.Data.Common;
using System.Linq.Expressions;
using DataAccess.Repositories;
using DataAccess.Repositories.Paging;
using DataAccess.Sql;

namespace DataAccess;

/// <content>Inserts, and the keys of what was inserted.</content>
public abstract partial class Repository<TEntity, TKey>
{
    private const int RowsPerInsert = 500;

    /// <summary>Inserts a row.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    /// <returns>Its key: the one that the database generated, or the row's own.</returns>
    /// <exception cref="RowRejectedException">
    /// The database reported success and did not store it, as a trigger or rule swallowed it; or a property of it threw, which is the inner
    /// exception.
    /// </exception>
    /// <exception cref="MappingException">MySQL and MariaDB: the key is generated and no whole number, so that the server would not tell it. Nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">MySQL and MariaDB: the row is stored, and its key is not an <c>auto_increment</c> number of the key's type.</exception>
    public async ValueTask<TKey> InsertAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ThrowIfPartIsNull(entity);
        return _sql.IsKeyGenerated && Session.Dialect.SupportsReturning
            ? await InsertKeyedAsync(Session, _sql.InsertKeyed(entity), cancellationToken).ConfigureAwait(false)
            : await InsertAsync(Session, entity, _sql.Insert(entity), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Inserts some columns of a row, and its key unless the database generates that. The others take the defaults of the database.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="members">The members whose columns are written: <c>order => new { order.Customer, order.Total }</c>, or one of them.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    /// <returns>As for all columns.</returns>
    /// <exception cref="ArgumentException">One of the members has no column that an insert writes, or the expression is of another form.</exception>
    /// <exception cref="RowRejectedException">As for all columns.</exception>
    /// <exception cref="MappingException">As for all columns.</exception>
    /// <exception cref="InvalidOperationException">As for all columns.</exception>
    public async ValueTask<TKey> InsertAsync(TEntity entity, Expression<Func<TEntity, object?>> members, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(members);
        var returnsKey = _sql.IsKeyGenerated && Session.Dialect.SupportsReturning;
        var insert = _sql.Insert(entity, NamedMembers.Of(members), returnsKey);
        return returnsKey
            ? await InsertKeyedAsync(Session, insert, cancellationToken).ConfigureAwait(false)
            : await InsertAsync(Session, entity, insert, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Inserts rows together: all of them, or none.</summary>
    /// <param name="entities">The rows.</param>
    /// <param name="cancellationToken">Cancels and undoes the insert.</param>
    /// <returns>Their keys in the order of the rows: those that the database generated, or the rows' own.</returns>
    /// <exception cref="RowRejectedException">
    /// The database reported success and did not store all of them, or a property of one threw, which is the inner exception. None is stored.
    /// </exception>
    /// <exception cref="MappingException">MySQL and MariaDB: the key is generated and no whole number, so that the server would not tell it. Nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">MySQL and MariaDB: a row's key is not an <c>auto_increment</c> number of the key's type. None is stored.</exception>
    /// <remarks>
    /// Rows whose keys the database generates are sent as one statement each, many in a round trip, as no database promises in which order it gives the keys
    /// of several rows back. For many rows of many callers, or more than fit in memory, use a <see cref="BatchingWriter{T}"/>.
    /// </remarks>
    public async ValueTask<IReadOnlyList<TKey>> InsertManyAsync(IEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entities);
        var rowsPerInsert = _sql.IsKeyGenerated ? RowsPerInsert : Math.Clamp(Session.Dialect.MaxParameters / _sql.InsertedColumns, 1, RowsPerInsert);
        var chunks = entities.Chunk(rowsPerInsert).ToList();
        chunks.ForEach(chunk => Array.ForEach(chunk, ThrowIfPartIsNull));
        if (_sql.IsKeyGenerated)
        {
            _sql.Keyed.Check();
        }

        var keys = new List<TKey>();
        await Session.InTransactionAsync(
            async (transaction, ct) =>
            {
                keys.Clear();
                foreach (var chunk in chunks)
                {
                    keys.AddRange(_sql.IsKeyGenerated
                        ? await InsertEachAsync(transaction, chunk, ct).ConfigureAwait(false)
                        : await InsertTogetherAsync(transaction, chunk, ct).ConfigureAwait(false));
                }
            },
            cancellationToken).ConfigureAwait(false);
        return keys;
    }

    /// <summary>Inserts rows that have keys of their own.</summary>
    private async ValueTask<IReadOnlyList<TKey>> InsertTogetherAsync(DatabaseTransaction transaction, TEntity[] rows, CancellationToken cancellationToken)
    {
        // Before they are sent: the entities' own code may throw.
        var insert = _sql.Insert(rows);
        var keys = Array.ConvertAll(rows, _key.Of);
        var written = await transaction.ExecuteAsync(insert, cancellationToken).ConfigureAwait(false);
        if (written != rows.Length)
        {
            await FoundAsync(transaction, written, rows, cancellationToken).ConfigureAwait(false);
        }

        return keys;
    }

    /// <summary>Inserts rows whose keys the database generates.</summary>
    private async ValueTask<IReadOnlyList<TKey>> InsertEachAsync(DatabaseTransaction transaction, TEntity[] rows, CancellationToken cancellationToken)
    {
        var keyed = _sql.Keyed;
        var keys = await transaction.InsertEachAsync(
            Array.ConvertAll(rows, _sql.InsertKeyed),
            (_, reader) => _key.From(keyed.Read(reader)),
            (row, number) => _key.From(keyed.WithNumber(rows[row], number, isStored: false)),
            cancellationToken).ConfigureAwait(false);
        SwallowedRows.Check(keys.Count, rows.Length, _sql.Table);
        return keys;
    }

    /// <summary>Looks for rows that the database has not counted, as it counts none of a view's, or one that a trigger put where it is seen.</summary>
    /// <returns>The key of the first.</returns>
    /// <exception cref="RowRejectedException">They are not all there.</exception>
    private async ValueTask<TKey> FoundAsync(DatabaseSession session, int written, TEntity[] sent, CancellationToken cancellationToken)
    {
        TKey[] keys = _sql.IsKeyGenerated ? [] : [.. sent.Select(_key.Of).Distinct()];
        var found = keys.Length == 0 ? written : 0L;
        foreach (var chunk in keys.Chunk(_sql.ByKey.MaxListed(KeysPerQuery)))
        {
            found += await session.QuerySingleAsync<long>($"select count(*) from {_sql.Table} where {_sql.ByKey.IsAnyOf(_key, chunk)}", cancellationToken).ConfigureAwait(false);
        }

        SwallowedRows.Check((int)found, sent.Length, _sql.Table);
        return keys.Length == 0 ? _key.Of(sent[0]) : keys[0];
    }

    /// <summary>Inserts a row whose key the database generates and gives back.</summary>
    private async ValueTask<TKey> InsertKeyedAsync(DatabaseSession session, SqlStatement insert, CancellationToken cancellationToken)
    {
        var keys = _key.Columns.Count == 1
            ? await session.QueryAsync<TKey>(insert, cancellationToken).ConfigureAwait(false)
            : await session.ReadAsync(insert, ReadKeysAsync, cancellationToken).ConfigureAwait(false);
        SwallowedRows.Check(keys.Count, 1, _sql.Table);
        return keys[0];
    }

    private async ValueTask<(IReadOnlyList<TKey> Keys, bool IsAtEnd)> ReadKeysAsync(DbDataReader reader, SqlText text, CancellationToken cancellationToken)
    {
        var keys = new List<TKey>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            keys.Add(_key.From(_sql.Keyed.Read(reader)));
        }

        return (keys, true);
    }

    /// <summary>Inserts a row that has its key, or whose key the database says when asked.</summary>
    private async ValueTask<TKey> InsertAsync(DatabaseSession session, TEntity entity, SqlStatement insert, CancellationToken cancellationToken)
    {
        if (_sql.IsKeyGenerated)
        {
            _sql.Keyed.Check();
            var made = await session.InsertAndGetKeyAsync(insert, cancellationToken).ConfigureAwait(false);
            return _key.From(_sql.Keyed.WithNumber(entity, made, isStored: true));
        }

        // Before it is sent: the entity's own code may throw.
        var key = _key.Of(entity);
        var written = await session.ExecuteAsync(insert, cancellationToken).ConfigureAwait(false);
        return written == 1 ? key : await FoundAsync(session, written, [entity], cancellationToken).ConfigureAwait(false);
    }
}
