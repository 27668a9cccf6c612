using System.Linq.Expressions;

namespace DataAccess;

/// <summary>Begins the order of the rows of a page: <c>PageOrder.By&lt;Order&gt;(order => order.PlacedAt).ThenByDescending(order => order.Total)</c>.</summary>
public static class PageOrder
{
    /// <summary>Sorts by a member, the smallest first.</summary>
    /// <typeparam name="TEntity">The row.</typeparam>
    /// <param name="member">The member, or several of them one after the other: <c>order => new { order.Status, order.PlacedAt }</c>.</param>
    /// <exception cref="ArgumentException">The expression does not name members.</exception>
    public static PageOrder<TEntity> By<TEntity>(Expression<Func<TEntity, object?>> member) => new PageOrder<TEntity>([]).ThenBy(member);

    /// <summary>Sorts by a member, the largest first.</summary>
    /// <typeparam name="TEntity">The row.</typeparam>
    /// <param name="member">The member, or several of them.</param>
    /// <exception cref="ArgumentException">The expression does not name members.</exception>
    public static PageOrder<TEntity> ByDescending<TEntity>(Expression<Func<TEntity, object?>> member) => new PageOrder<TEntity>([]).ThenByDescending(member);
}
