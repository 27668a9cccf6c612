using System.Data.Common;
using System.Linq.Expressions;
using DataAccess.Repositories;
using DataAccess.Repositories.Paging;

namespace DataAccess;

/// <content>Changes of one row that may be there or not.</content>
public abstract partial class Repository<TEntity, TKey>
{
    /// <summary>Asks for a row in a session; held, nobody else can change it until the session's transaction ends.</summary>
    private delegate ValueTask<bool> RowQuestion<TState>(
        Repository<TEntity, TKey> self, DatabaseSession session, TState state, bool isHeld, CancellationToken cancellationToken);

    /// <summary>Writes all columns of the row with the entity's key.</summary>
    /// <param name="entity">The row. With a version column, the version it was read with; the database counts it up.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <returns>Whether there was a row with that key.</returns>
    /// <exception cref="ConcurrencyConflictException">There is one, and somebody has changed it since: nothing was written.</exception>
    /// <exception cref="RowRejectedException">
    /// There is one, and the database reported success and did not write it, or says so: a view's trigger that writes it has to return the row.
    /// Or a property of the entity threw.
    /// </exception>
    public async ValueTask<bool> UpdateAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return await ChangeAsync(
            Session, _sql.Update(entity, Filter), "updated", static (self, session, row, isHeld, ct) => self.IsThereAsync(session, row, isHeld, ct), entity, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes some columns of the row with the entity's key; the others stay as they are in the database.</summary>
    /// <param name="entity">The row. With a version column, the version it was read with; the database counts it up.</param>
    /// <param name="members">The members whose columns are written: <c>order => new { order.Status, order.Note }</c>, or one of them.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <returns>Whether there was a row with that key.</returns>
    /// <exception cref="ArgumentException">One of the members has no column that an update writes, or the expression is of another form.</exception>
    /// <exception cref="ConcurrencyConflictException">There is one, and somebody has changed it since: nothing was written.</exception>
    /// <exception cref="RowRejectedException">As for all columns.</exception>
    public async ValueTask<bool> UpdateAsync(TEntity entity, Expression<Func<TEntity, object?>> members, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(members);
        return await ChangeAsync(
            Session, _sql.Update(entity, NamedMembers.Of(members), Filter), "updated", static (self, session, row, isHeld, ct) => self.IsThereAsync(session, row, isHeld, ct), entity, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Writes all columns of the row with the entity's key, and gives the version that it then has, to update it again without reading it.</summary>
    /// <param name="entity">The row, with the version it was read with.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <returns>The new version, which is the next number; null if there was no row with that key.</returns>
    /// <exception cref="MappingException">The row has no version column.</exception>
    /// <exception cref="ConcurrencyConflictException">There is one, and somebody has changed it since: nothing was written.</exception>
    /// <exception cref="RowRejectedException">As for <see cref="UpdateAsync(TEntity, CancellationToken)"/>.</exception>
    public async ValueTask<long?> UpdateAndGetVersionAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var next = _sql.NextVersion(entity);
        return await UpdateAsync(entity, cancellationToken).ConfigureAwait(false) ? next : null;
    }

    /// <summary>Writes some columns of the row with the entity's key, and gives the version that it then has.</summary>
    /// <param name="entity">The row, with the version it was read with.</param>
    /// <param name="members">The members whose columns are written.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <returns>The new version, which is the next number; null if there was no row with that key.</returns>
    /// <exception cref="ArgumentException">One of the members has no column that an update writes, or the expression is of another form.</exception>
    /// <exception cref="MappingException">The row has no version column.</exception>
    /// <exception cref="ConcurrencyConflictException">There is one, and somebody has changed it since: nothing was written.</exception>
    /// <exception cref="RowRejectedException">As for all columns.</exception>
    public async ValueTask<long?> UpdateAndGetVersionAsync(TEntity entity, Expression<Func<TEntity, object?>> members, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var next = _sql.NextVersion(entity);
        return await UpdateAsync(entity, members, cancellationToken).ConfigureAwait(false) ? next : null;
    }

    /// <summary>Deletes the row with a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the delete.</param>
    /// <returns>Whether there was one. A view's trigger that deletes one and returns null says that there was none.</returns>
    /// <exception cref="RowRejectedException">There is one, and the database reported success and did not delete it, as a trigger or rule did something else.</exception>
    public ValueTask<bool> DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        _key.Check(key);
        return ChangeAsync(
            Session, _sql.Delete(_key, key, Filter), "deleted", static (self, session, gone, isHeld, ct) => self.IsThereAsync(session, gone, isHeld, ct), key, cancellationToken);
    }

    /// <summary>Changes a row; false where there is none.</summary>
    /// <exception cref="RowRejectedException">There is one, and nothing of it was changed.</exception>
    private async ValueTask<bool> ChangeAsync<TState>(
        DatabaseSession session, SqlStatement change, string changed, RowQuestion<TState> isThere, TState state, CancellationToken cancellationToken)
    {
        if (await session.ExecuteAsync(change, cancellationToken).ConfigureAwait(false) > 0)
        {
            return true;
        }

        return await isThere(this, session, state, isHeld: false, cancellationToken).ConfigureAwait(false)
            && await ChangeHeldAsync(session, async (tx, ct) => await tx.ExecuteAsync(change, ct).ConfigureAwait(false) > 0, changed, isThere, state, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Changes a row that was found although nothing was changed. It may have come since, or be there only in what a transaction saw
    /// at first: nothing is proven but by a row that nobody else can touch between the question and the change.
    /// </summary>
    private async ValueTask<bool> ChangeHeldAsync<TState>(
        DatabaseSession session, Func<DatabaseSession, CancellationToken, ValueTask<bool>> change, string changed, RowQuestion<TState> isThere, TState state, CancellationToken cancellationToken)
    {
        var isHeld = session.Dialect.ForUpdate.Length > 0;
        var isChanged = false;
        async ValueTask TryAsync(DatabaseTransaction tx, CancellationToken ct)
        {
            isChanged = false;
            if (await isThere(this, tx, state, isHeld, ct).ConfigureAwait(false))
            {
                isChanged = await change(tx, ct).ConfigureAwait(false) ? true : throw SwallowedRows.NotChanged(changed, _sql.Table);
            }
        }

        try
        {
            await session.InTransactionAsync(TryAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (session.Provider.Classify(exception) is { ServerAnswered: true, Kind: FailureKind.Fatal or FailureKind.Rejected } && isHeld)
        {
            // A view whose rows cannot be held, or a login that may delete and not update.
            isHeld = false;
            await session.InTransactionAsync(TryAsync, cancellationToken).ConfigureAwait(false);
        }

        return isChanged;
    }

    private ValueTask<bool> IsThereAsync(DatabaseSession session, TKey key, bool isHeld, CancellationToken cancellationToken)
        => FindsAsync(session, _sql.ByKey.Is(_key, key), isHeld, cancellationToken);

    private async ValueTask<bool> FindsAsync(DatabaseSession session, SqlStatement condition, bool isHeld, CancellationToken cancellationToken)
    {
        SqlStatement find = $"select 1 from {_sql.Table} where {condition}";
        KeyedSql<TEntity>.AppendFilter(find, Filter);
        return await session.QueryFirstOrDefaultAsync<int>(
            isHeld ? (SqlStatement)$"{find}{SqlStatement.Raw(session.Dialect.ForUpdate)}" : find, cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Whether there is a row to update: one with the entity's key, and its version.</summary>
    /// <exception cref="ConcurrencyConflictException">There is one with another version.</exception>
    private async ValueTask<bool> IsThereAsync(DatabaseSession session, TEntity entity, bool isHeld, CancellationToken cancellationToken)
    {
        var key = _key.Of(entity);
        if (!await IsThereAsync(session, key, isHeld, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        return _sql.Version is null
            || await FindsAsync(session, _sql.SameVersion(entity), isHeld, cancellationToken).ConfigureAwait(false)
            ? true
            : throw new ConcurrencyConflictException(
                $"The row {key} of {_sql.Table} was changed by another writer since it was read. Nothing was written; read it again.");
    }
}
