using System.Data.Common;
using DataAccess.Repositories;

namespace DataAccess;

/// <content>An upsert that overwrites no row outside the filter.</content>
public abstract partial class Repository<TEntity, TKey>
{
    /// <summary>How often a row may come after the update and be gone, or changed, after the insert.</summary>
    private const int UpsertAttempts = 5;

    private async ValueTask UpsertAsync(TEntity entity, SqlStatement filter, CancellationToken cancellationToken)
    {
        SqlStatement? overwrite = _sql.HasColumnsBesideKey ? _sql.Overwrite(entity, filter) : null;
        var insert = _sql.InsertWithKey(entity);
        var key = _key.Of(entity);
        for (var attempt = 1; ; attempt++)
        {
            if (overwrite is null
                ? await IsThereAsync(Session, key, isHeld: false, cancellationToken).ConfigureAwait(false)
                : await Session.ExecuteAsync(overwrite, cancellationToken).ConfigureAwait(false) > 0)
            {
                return;
            }

            if (await TryInsertAsync(insert, cancellationToken).ConfigureAwait(false) is not { } clash)
            {
                return;
            }

            // Another caller may have inserted it meanwhile, into the filter.
            if (attempt == UpsertAttempts || !await IsThereAsync(Session, key, isHeld: false, cancellationToken).ConfigureAwait(false))
            {
                throw await Session.QueryFirstOrDefaultAsync<int>($"select 1 from {_sql.Table} where {_sql.ByKey.Is(_key, key)}", cancellationToken).ConfigureAwait(false) > 0
                    ? OutsideFilter(clash)
                    : clash;
            }
        }
    }

    /// <summary>Inserts a row; the error if the database rejects it, which leaves a transaction usable.</summary>
    private async ValueTask<DbException?> TryInsertAsync(SqlStatement insert, CancellationToken cancellationToken)
    {
        try
        {
            var written = 0;
            if (Session is DatabaseTransaction)
            {
                await Session.InTransactionAsync(
                    async (savepoint, ct) => written = await savepoint.ExecuteAsync(insert, ct).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                written = await Session.ExecuteAsync(insert, cancellationToken).ConfigureAwait(false);
            }

            SwallowedRows.Check(written, 1, _sql.Table);
            return null;
        }
        catch (DbException exception) when (Session.Provider.Classify(exception).Kind == FailureKind.Rejected)
        {
            return exception;
        }
    }

    private RowRejectedException OutsideFilter(DbException clash)
        => new(
            new DatabaseFailure(
                FailureKind.Rejected,
                Code: null,
                $"there is a row of {_sql.Table} with its key that does not fit the repository's filter. It was not overwritten; use a repository without the filter to do so."),
            clash);
}
