using System.Diagnostics.CodeAnalysis;

namespace DataAccess;

/// <summary>
/// The rows of one table as objects. Derive from it and add queries in the table's own words. Given a
/// <see cref="DatabaseTransaction"/> in place of a <see cref="Database"/>, it works inside that transaction.
/// </summary>
/// <typeparam name="TEntity">The row, mapped as <see cref="TableMap.For{T}"/> says.</typeparam>
/// <typeparam name="TKey">The type of its key column.</typeparam>
public abstract class Repository<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, [DynamicallyAccessedMembers(MappedMembers.All)] TKey>
    where TEntity : notnull
    where TKey : notnull
{
    private readonly RepositorySql<TEntity> _sql;

    /// <summary>Makes the repository.</summary>
    /// <param name="session">The database or the transaction it works in.</param>
    /// <exception cref="MappingException">The type cannot be mapped, or has no key.</exception>
    protected Repository(DatabaseSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        Session = session;
        _sql = new RepositorySql<TEntity>(TableMap.For<TEntity>(), session.Provider);
    }

    /// <summary>The database or the transaction it works in.</summary>
    protected DatabaseSession Session { get; }

    /// <summary>The row with a key, or null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public ValueTask<TEntity?> GetAsync(TKey key, CancellationToken cancellationToken = default)
        => Session.QuerySingleOrDefaultAsync<TEntity>($"{_sql.Select} where {_sql.Key} = {key}", cancellationToken);

    /// <summary>The rows that fit a condition.</summary>
    /// <param name="condition">What follows the table's name: <c>$"where open order by placed_at"</c>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public ValueTask<IReadOnlyList<TEntity>> QueryAsync(SqlStatement condition, CancellationToken cancellationToken = default)
        => Session.QueryAsync<TEntity>($"{_sql.Select} {condition}", cancellationToken);

    /// <summary>Inserts a row.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    /// <returns>Its key: the one that the database generated, or the row's own.</returns>
    public async ValueTask<TKey> InsertAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var insert = _sql.Insert(entity);
        if (!_sql.IsKeyGenerated)
        {
            await Session.ExecuteAsync(insert, cancellationToken).ConfigureAwait(false);
            return _sql.KeyOf<TKey>(entity);
        }

        return Session.Dialect.SupportsReturning
            ? await Session.QuerySingleAsync<TKey>($"{insert} returning {_sql.Key}", cancellationToken).ConfigureAwait(false)
            : (TKey)Convert.ChangeType(await Session.InsertAndGetKeyAsync(insert, cancellationToken).ConfigureAwait(false), typeof(TKey), null);
    }

    /// <summary>Writes all columns of the row with the entity's key.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <returns>Whether there was a row with that key.</returns>
    public async ValueTask<bool> UpdateAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return await Session.ExecuteAsync(_sql.Update(entity), cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Deletes the row with a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the delete.</param>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> DeleteAsync(TKey key, CancellationToken cancellationToken = default)
        => await Session.ExecuteAsync($"delete from {_sql.Table} where {_sql.Key} = {key}", cancellationToken).ConfigureAwait(false) > 0;
}
