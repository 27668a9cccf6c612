using System.Diagnostics.CodeAnalysis;
using DataAccess.Connections.Pool;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Repositories;

namespace DataAccess;

/// <summary>
/// The rows of one table as objects. Derive from it and add queries in the table's own words. Given a
/// <see cref="DatabaseTransaction"/> in place of a <see cref="Database"/>, it works inside that transaction.
/// </summary>
/// <typeparam name="TEntity">The row, mapped as <see cref="TableMap.For{T}"/> says.</typeparam>
/// <typeparam name="TKey">
/// The type of its key column. For a key of several columns a tuple of their types in the key's order, such as <c>(int Tenant, long Number)</c>, or a
/// record whose members have the names and types of the row's.
/// </typeparam>
public abstract partial class Repository<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, [DynamicallyAccessedMembers(MappedMembers.All)] TKey>
    where TEntity : notnull
    where TKey : notnull
{
    private const int KeysPerQuery = 1_000;

    private readonly RepositorySql<TEntity> _sql;
    private readonly KeyShape<TEntity, TKey> _key;
    private readonly SharedRead<TEntity, TKey> _read;
    private readonly CoalescingReader<TEntity, TKey>? _reader;

    /// <summary>Makes the repository.</summary>
    /// <param name="session">The database or the transaction it works in.</param>
    /// <exception cref="MappingException">The type cannot be mapped, has no key, or has one of another type.</exception>
    protected Repository(DatabaseSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        Session = session;
        _sql = RepositorySql<TEntity>.For(session.Context);
        _key = _sql.ShapeOf<TKey>();
        _read = new SharedRead<TEntity, TKey>(_sql.ByKey, _key);
        _reader = session.Feature<CoalescingReaders>()?.For(session, _read);
    }

    /// <summary>The database or the transaction it works in.</summary>
    protected DatabaseSession Session { get; }

    /// <summary>
    /// A condition without <c>where</c> that all rows of the repository fit, such as <c>$"deleted_at is null"</c> or <c>$"tenant = {tenant}"</c>. It applies to
    /// every read, update and delete; rows that do not fit are as if they were not there. Inserts are not checked, and an upsert does not overwrite a
    /// row that does not fit. Default: null, all rows.
    /// </summary>
    /// <remarks>
    /// Asked for at every call, so it may depend on the repository's own fields. With a filter, calls of <see cref="GetAsync"/> share no round trips.
    /// </remarks>
    protected virtual SqlStatement? Filter => null;

    /// <summary>The row with a key, or null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <remarks>
    /// Outside a transaction, calls that arrive while earlier ones are under way share one round trip, as
    /// <see cref="CoalescingOptions"/> says. Each is answered as it would be alone: the database says which row is the key's,
    /// every caller gets an object of its own, and an error of one key reaches only the callers that asked for it.
    /// </remarks>
    /// <exception cref="PoolTimeoutException">As for any query; those who share a round trip wait for it no longer than <see cref="ConnectionOptions.AcquireTimeout"/>.</exception>
    public ValueTask<TEntity?> GetAsync(TKey key, CancellationToken cancellationToken = default)
    {
        // Before calls are merged: the scope, or the null, of one caller must not affect another.
        _key.Check(key);
        AmbientTransaction.Refuse();
        return Filter is { } filter ? _read.AloneAsync(Session, key, filter, cancellationToken)
            : _reader is null ? _read.AloneAsync(Session, key, cancellationToken)
            : _reader.GetAsync(key, cancellationToken);
    }

    /// <summary>
    /// The rows whose key is equal to any of the keys, as the database compares: each row once, however often or in however
    /// many spellings it was asked for, in no order. A key without a row is left out.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async ValueTask<IReadOnlyList<TEntity>> GetManyAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);

        // Without keys nothing is sent, but the call is rejected and cancelled like any other.
        AmbientTransaction.Refuse();
        cancellationToken.ThrowIfCancellationRequested();
        var distinct = keys.Distinct(_key.Comparer).ToArray();
        Array.ForEach(distinct, _key.Check);
        var most = _sql.ByKey.MaxListed(KeysPerQuery);
        if (distinct.Length <= most)
        {
            return distinct.Length == 0 ? [] : await ReadManyAsync(distinct, cancellationToken).ConfigureAwait(false);
        }

        // A row that fits keys of two queries is taken from the first. All rows of one key come from one query.
        var rows = new List<TEntity>(distinct.Length);
        var seen = new HashSet<TKey>(distinct.Length, _key.RowComparer);
        foreach (var chunk in distinct.Chunk(most))
        {
            var fresh = (await ReadManyAsync(chunk, cancellationToken).ConfigureAwait(false)).Where(row => !seen.Contains(_key.Of(row))).ToList();
            rows.AddRange(fresh);
            seen.UnionWith(fresh.Select(_key.Of));
        }

        return rows;
    }

    /// <summary>The rows that fit a condition.</summary>
    /// <param name="condition">What follows the table's name: <c>$"where open order by placed_at"</c>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public ValueTask<IReadOnlyList<TEntity>> QueryAsync(SqlStatement condition, CancellationToken cancellationToken = default)
        => Session.QueryAsync<TEntity>($"{_sql.SelectFrom(Filter)} {condition}", cancellationToken);

    /// <summary>The rows that fit a condition, as they arrive. The connection is held until the enumeration ends.</summary>
    /// <param name="condition">What follows the table's name; null for all rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public IAsyncEnumerable<TEntity> StreamAsync(SqlStatement? condition = null, CancellationToken cancellationToken = default)
        => Session.StreamAsync<TEntity>($"{_sql.SelectFrom(Filter)} {condition}", cancellationToken);

    /// <summary>The first page, in the order of the key. A page costs the same wherever it is: nothing is skipped over.</summary>
    /// <param name="size">How many rows, at least 1.</param>
    /// <param name="filter">A condition without <c>where</c>: <c>$"customer = {customer}"</c>; null for all rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public ValueTask<Page<TEntity, TKey>> PageAsync(int size, SqlStatement? filter = null, CancellationToken cancellationToken = default)
        => PageByKeyAsync(size, filter, after: null, cancellationToken);

    /// <summary>The page that follows a key, whether or not its row still exists.</summary>
    /// <param name="after">The last key of the page before: <see cref="Page{TEntity, TKey}.Last"/>.</param>
    /// <param name="size">How many rows, at least 1.</param>
    /// <param name="filter">The same condition as for the page before.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public ValueTask<Page<TEntity, TKey>> PageAfterAsync(
        TKey after, int size, SqlStatement? filter = null, CancellationToken cancellationToken = default)
    {
        _key.Check(after);
        return PageByKeyAsync(size, filter, [.. _key.Columns.Select((_, i) => _key.PartOf(after, i))], cancellationToken);
    }

    /// <summary>How many rows fit a condition.</summary>
    /// <param name="condition">What follows the table's name; null for all rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public ValueTask<long> CountAsync(SqlStatement? condition = null, CancellationToken cancellationToken = default)
        => Session.QuerySingleAsync<long>($"select count(*) from {_sql.RowsOf(Filter)} {condition}", cancellationToken);

    /// <summary>Whether there is a row with a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async ValueTask<bool> ExistsAsync(TKey key, CancellationToken cancellationToken = default)
    {
        _key.Check(key);
        return await Session.QuerySingleAsync<long>(_sql.CountOf(_key, key, Filter), cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Inserts the row, or overwrites all columns of the one that has its key.</summary>
    /// <param name="entity">The row. A version column is written as it is.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <remarks>
    /// A clash on another unique column is an error, and nothing is overwritten. With a <see cref="Filter"/> it is an update of a row that fits, and if there is
    /// none an insert: two statements, or three.
    /// </remarks>
    /// <exception cref="RowRejectedException">
    /// The database reported success and did not write it; or a property of the entity threw; or there is a row with its key that does not fit the <see cref="Filter"/>.
    /// </exception>
    public async ValueTask UpsertAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ThrowIfPartIsNull(entity);
        if (Filter is { } filter)
        {
            await UpsertAsync(entity, filter, cancellationToken).ConfigureAwait(false);
            return;
        }

        var written = await Session.ExecuteAsync(_sql.Upsert(entity), cancellationToken).ConfigureAwait(false);

        // A row that is nothing but its key yields to the one that is there.
        SwallowedRows.Check(written, _sql.HasColumnsBesideKey ? 1 : 0, _sql.Table);
    }

    /// <exception cref="ArgumentException">A part of the key is null.</exception>
    /// <exception cref="RowRejectedException">A property of the entity threw.</exception>
    private void ThrowIfPartIsNull(TEntity entity)
    {
        foreach (var column in _key.Columns.Count > 1 ? _key.Columns : [])
        {
            if (column is { IsGenerated: false, AcceptsNull: true } && RepositorySql<TEntity>.IsNull(column, entity))
            {
                throw new ArgumentException($"The key of {typeof(TEntity).Name} has no {column.Member}: it is null. Every part of a key needs a value.", nameof(entity));
            }
        }
    }

    private ValueTask<IReadOnlyList<TEntity>> ReadManyAsync(TKey[] keys, CancellationToken cancellationToken)
    {
        SqlStatement select = $"{_sql.Select} where {_sql.ByKey.IsAnyOf(_key, keys)}";
        KeyedSql<TEntity>.AppendFilter(select, Filter);
        return Session.QueryAsync<TEntity>(select, cancellationToken);
    }
}
