using System.Linq.Expressions;
using DataAccess.Repositories;
using DataAccess.Repositories.Paging;

namespace DataAccess;

/// <content>Changes that give the row back: as it is stored, or was.</content>
public abstract partial class Repository<TEntity, TKey>
{
    /// <summary>Inserts a row, and gives it as it is stored: with its generated key, the defaults of the database and what its triggers have changed.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    /// <returns>The stored row, whether or not it fits the <see cref="Filter"/>.</returns>
    /// <exception cref="RowRejectedException">As for <see cref="InsertAsync(TEntity, CancellationToken)"/>; or the stored row has another key and is not found. Nothing is stored.</exception>
    /// <exception cref="MappingException">As for <see cref="InsertAsync(TEntity, CancellationToken)"/>.</exception>
    /// <remarks>
    /// On PostgreSQL it is one statement, <c>insert … returning</c>, which does not show what triggers change after the row was stored. Elsewhere the row is inserted, and read by its key, in
    /// a transaction, as MySQL has no <c>returning</c>, and that of SQLite and MariaDB shows no work of triggers.
    /// </remarks>
    public async ValueTask<TEntity> InsertReturningAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ThrowIfPartIsNull(entity);
        return Session.Dialect.ReturnsStoredRows
            ? await InsertReturningAsync(_sql.InsertReturning(entity), cancellationToken).ConfigureAwait(false)
            : await InsertAndReadAsync(entity, _sql.IsKeyGenerated && Session.Dialect.SupportsReturning ? _sql.InsertKeyed(entity) : _sql.Insert(entity), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Inserts some columns of a row, and its key unless the database generates that, and gives the row as it is stored.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="members">The members whose columns are written: <c>order => new { order.Customer, order.Total }</c>, or one of them. The others take the defaults of the database.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    /// <returns>As for all columns.</returns>
    /// <exception cref="ArgumentException">One of the members has no column that an insert writes, or the expression is of another form.</exception>
    /// <exception cref="RowRejectedException">As for all columns.</exception>
    /// <exception cref="MappingException">As for all columns.</exception>
    public async ValueTask<TEntity> InsertReturningAsync(TEntity entity, Expression<Func<TEntity, object?>> members, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(members);
        var returns = Session.Dialect.ReturnsStoredRows;
        var insert = _sql.Insert(entity, NamedMembers.Of(members), returnsKey: !returns && _sql.IsKeyGenerated && Session.Dialect.SupportsReturning);
        return returns
            ? await InsertReturningAsync(_sql.Returning(insert), cancellationToken).ConfigureAwait(false)
            : await InsertAndReadAsync(entity, insert, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes all columns of the row with the entity's key, and gives it as it is then stored, with its new version and what triggers have changed.</summary>
    /// <param name="entity">The row. With a version column, the version it was read with; the database counts it up.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <returns>The stored row, whether or not it still fits the <see cref="Filter"/>; null if there was no row with that key.</returns>
    /// <exception cref="ConcurrencyConflictException">There is one, and somebody has changed it since: nothing was written.</exception>
    /// <exception cref="RowRejectedException">As for <see cref="UpdateAsync(TEntity, CancellationToken)"/>.</exception>
    /// <remarks>On PostgreSQL it is one statement, <c>update … returning</c>. Elsewhere the row is updated, and read by its key, in a transaction.</remarks>
    public ValueTask<TEntity?> UpdateReturningAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return UpdateReturningAsync(entity, _sql.Update(entity, Filter), cancellationToken);
    }

    /// <summary>Writes some columns of the row with the entity's key, and gives the whole row as it is then stored.</summary>
    /// <param name="entity">The row. With a version column, the version it was read with; the database counts it up.</param>
    /// <param name="members">The members whose columns are written: <c>order => new { order.Status, order.Note }</c>, or one of them.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <returns>As for all columns.</returns>
    /// <exception cref="ArgumentException">One of the members has no column that an update writes, or the expression is of another form.</exception>
    /// <exception cref="ConcurrencyConflictException">There is one, and somebody has changed it since: nothing was written.</exception>
    /// <exception cref="RowRejectedException">As for all columns.</exception>
    public ValueTask<TEntity?> UpdateReturningAsync(TEntity entity, Expression<Func<TEntity, object?>> members, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(members);
        return UpdateReturningAsync(entity, _sql.Update(entity, NamedMembers.Of(members), Filter), cancellationToken);
    }

    /// <summary>Deletes the row with a key, and gives it as it was.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the delete.</param>
    /// <returns>The row that was deleted; null if there was none.</returns>
    /// <exception cref="RowRejectedException">There is one, and the database reported success and did not delete it.</exception>
    /// <remarks>On PostgreSQL it is one statement, <c>delete … returning</c>. Elsewhere the row is read, locked, and deleted in a transaction.</remarks>
    public async ValueTask<TEntity?> DeleteReturningAsync(TKey key, CancellationToken cancellationToken = default)
    {
        _key.Check(key);
        if (Session.Dialect.ReturnsStoredRows)
        {
            return await ChangeReturningAsync(
                _sql.DeleteReturning(_key, key, Filter), "deleted", static (self, session, gone, isHeld, ct) => self.IsThereAsync(session, gone, isHeld, ct), key, cancellationToken)
                .ConfigureAwait(false);
        }

        TEntity? row = default;
        await Session.InTransactionAsync(
            async (tx, ct) =>
            {
                var find = _sql.ByKey.ByKey(_key, key, Filter);
                var rows = await tx.QueryAsync<TEntity>(
                    tx.Dialect.ForUpdate is { Length: > 0 } hold ? (SqlStatement)$"{find}{SqlStatement.Raw(hold)}" : find, ct).ConfigureAwait(false);
                row = rows.Count == 0 ? default : rows[0];
                if (rows.Count > 0 && await tx.ExecuteAsync(_sql.Delete(_key, key, Filter), ct).ConfigureAwait(false) == 0)
                {
                    throw SwallowedRows.NotChanged("deleted", _sql.Table);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return row;
    }

    private async ValueTask<TEntity> InsertReturningAsync(SqlStatement insert, CancellationToken cancellationToken)
    {
        var rows = await Session.QueryAsync<TEntity>(insert, cancellationToken).ConfigureAwait(false);
        SwallowedRows.Check(rows.Count, 1, _sql.Table);
        return rows[0];
    }

    private async ValueTask<TEntity> InsertAndReadAsync(TEntity entity, SqlStatement insert, CancellationToken cancellationToken)
    {
        TEntity? row = default;
        await Session.InTransactionAsync(
            async (tx, ct) =>
            {
                var key = _sql.IsKeyGenerated && tx.Dialect.SupportsReturning
                    ? await InsertKeyedAsync(tx, insert, ct).ConfigureAwait(false)
                    : await InsertAsync(tx, entity, insert, ct).ConfigureAwait(false);
                row = await ReadBackAsync(tx, key, ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return row!;
    }

    private async ValueTask<TEntity?> UpdateReturningAsync(TEntity entity, SqlStatement update, CancellationToken cancellationToken)
    {
        if (Session.Dialect.ReturnsStoredRows)
        {
            return await ChangeReturningAsync(
                _sql.Returning(update), "updated", static (self, session, row, isHeld, ct) => self.IsThereAsync(session, row, isHeld, ct), entity, cancellationToken).ConfigureAwait(false);
        }

        TEntity? stored = default;
        await Session.InTransactionAsync(
            async (tx, ct) =>
            {
                stored = default;
                if (await ChangeAsync(tx, update, "updated", static (self, session, row, isHeld, token) => self.IsThereAsync(session, row, isHeld, token), entity, ct).ConfigureAwait(false))
                {
                    stored = await ReadBackAsync(tx, _key.Of(entity), ct).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return stored;
    }

    /// <summary>Changes a row by a statement that gives it back.</summary>
    private async ValueTask<TEntity?> ChangeReturningAsync<TState>(
        SqlStatement change, string changed, RowQuestion<TState> isThere, TState state, CancellationToken cancellationToken)
    {
        IReadOnlyList<TEntity> rows = [];
        async ValueTask<bool> TryAsync(DatabaseSession session, CancellationToken ct)
        {
            rows = await session.QueryAsync<TEntity>(change, ct).ConfigureAwait(false);
            return rows.Count > 0;
        }

        return await TryAsync(Session, cancellationToken).ConfigureAwait(false)
            || (await isThere(this, Session, state, isHeld: false, cancellationToken).ConfigureAwait(false)
                && await ChangeHeldAsync(Session, TryAsync, changed, isThere, state, cancellationToken).ConfigureAwait(false))
            ? rows[0]
            : default;
    }

    /// <summary>Reads a row that was just written, whether or not it fits the filter.</summary>
    private async ValueTask<TEntity> ReadBackAsync(DatabaseTransaction transaction, TKey key, CancellationToken cancellationToken)
    {
        var rows = await transaction.QueryAsync<TEntity>(_sql.ByKey.ByKey(_key, key, filter: null), cancellationToken).ConfigureAwait(false);
        return rows.Count == 1 ? rows[0] : throw SwallowedRows.NotSeen(key, _sql.Table);
    }
}
