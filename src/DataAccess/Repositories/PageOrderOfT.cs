using System.Linq.Expressions;
using DataAccess.Repositories.Paging;

namespace DataAccess;

/// <summary>The order of the rows of a page. Immutable: keep it in a static field.</summary>
/// <typeparam name="TEntity">The row.</typeparam>
/// <remarks>
/// Rows that are alike in all members follow in the order of their keys, in the direction of the last member, so that every row has a place of its own.
/// Nulls are where the database sorts them: before all values on MySQL, MariaDB and SQLite, after them on PostgreSQL, and the other way round where the
/// direction is descending.
/// </remarks>
public sealed class PageOrder<TEntity>
{
    internal PageOrder(IReadOnlyList<OrderedMember> members) => Members = members;

    internal IReadOnlyList<OrderedMember> Members { get; }

    /// <summary>Sorts rows that are alike so far by another member, the smallest first.</summary>
    /// <param name="member">The member, or several of them.</param>
    /// <exception cref="ArgumentException">The expression does not name members.</exception>
    public PageOrder<TEntity> ThenBy(Expression<Func<TEntity, object?>> member) => With(member, isDescending: false);

    /// <summary>Sorts rows that are alike so far by another member, the largest first.</summary>
    /// <param name="member">The member, or several of them.</param>
    /// <exception cref="ArgumentException">The expression does not name members.</exception>
    public PageOrder<TEntity> ThenByDescending(Expression<Func<TEntity, object?>> member) => With(member, isDescending: true);

    private PageOrder<TEntity> With(Expression<Func<TEntity, object?>> member, bool isDescending)
    {
        ArgumentNullException.ThrowIfNull(member);
        return new PageOrder<TEntity>([.. Members, .. NamedMembers.Of(member).Select(name => new OrderedMember(name, isDescending))]);
    }
}
