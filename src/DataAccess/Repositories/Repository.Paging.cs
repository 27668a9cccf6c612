using DataAccess.Repositories;
using DataAccess.Repositories.Paging;

namespace DataAccess;

/// <content>Pages in an order of their own.</content>
public abstract partial class Repository<TEntity, TKey>
{
    /// <summary>The first page in an order of its own.</summary>
    /// <param name="size">How many rows, at least 1.</param>
    /// <param name="order">The order: <c>PageOrder.By&lt;Order&gt;(order => order.PlacedAt)</c>.</param>
    /// <param name="filter">A condition without <c>where</c>; null for all rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The page. Its <see cref="Page{TEntity, TKey}.Last"/> is the last row.</returns>
    /// <remarks>
    /// A page costs the same wherever it is if there is an index on the order's columns followed by the key's, all members have one direction, and none of them
    /// but the first accepts null. Otherwise it also costs what has the same value in the first member and comes before it. The page on which the values of the
    /// first member end and its nulls begin takes two queries.
    /// </remarks>
    /// <exception cref="ArgumentException">A member of the order has no column.</exception>
    public ValueTask<Page<TEntity, TEntity>> PageAsync(int size, PageOrder<TEntity> order, SqlStatement? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        return PageAsync(_sql.Paged(order), size, filter, after: null, static row => row, cancellationToken);
    }

    /// <summary>The page that follows a row in an order of its own, whether or not the row still exists.</summary>
    /// <param name="after">The last row of the page before, or one that has the same values in the order's members and in the key. Others are not looked at.</param>
    /// <param name="size">How many rows, at least 1.</param>
    /// <param name="order">The same order as for the page before.</param>
    /// <param name="filter">The same condition as for the page before.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The page. Its <see cref="Page{TEntity, TKey}.Last"/> is the last row.</returns>
    /// <exception cref="ArgumentException">A member of the order has no column, or the row has no key.</exception>
    public ValueTask<Page<TEntity, TEntity>> PageAfterAsync(
        TEntity after, int size, PageOrder<TEntity> order, SqlStatement? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(order);
        _key.Check(_key.Of(after));
        var page = _sql.Paged(order);
        return PageAsync(page, size, filter, page.ValuesOf(after), static row => row, cancellationToken);
    }

    private ValueTask<Page<TEntity, TKey>> PageByKeyAsync(int size, SqlStatement? filter, object?[]? after, CancellationToken cancellationToken)
        => PageAsync(_sql.PagedByKey, size, filter, after, _key.Of, cancellationToken);

    private async ValueTask<Page<TEntity, TLast>> PageAsync<TLast>(
        PageSql<TEntity> page, int size, SqlStatement? filter, object?[]? after, Func<TEntity, TLast> lastOf, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);

        // One more than asked for tells whether there is a next page.
        var rows = new List<TEntity>();
        foreach (var condition in page.After(after))
        {
            SqlStatement select = $"{_sql.Select}";
            var head = " where (";
            foreach (var part in (SqlStatement?[])[filter, Filter, condition])
            {
                KeyedSql<TEntity>.AppendCondition(select, head, part);
                head = part is null ? head : " and (";
            }

            select.AppendFormatted(page.OrderBy);
            select.AppendLiteral(" limit ");
            select.AppendStored(size + 1 - rows.Count);
            rows.AddRange(await Session.QueryAsync<TEntity>(select, cancellationToken).ConfigureAwait(false));
            if (rows.Count > size)
            {
                rows.RemoveAt(size);
                return new Page<TEntity, TLast>(rows, HasMore: true, lastOf(rows[^1]));
            }
        }

        return new Page<TEntity, TLast>(rows, HasMore: false, rows.Count == 0 ? default : lastOf(rows[^1]));
    }
}
