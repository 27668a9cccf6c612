using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;

namespace DataAccess;

/// <content>Joins whose rows become objects with lists.</content>
public abstract partial class DatabaseSession
{
    /// <summary>
    /// Runs a join of one table with many rows of another, and gives each row of the one once, with those of the other added to it. The rows may come
    /// in any order. The columns are told apart as for <c>QueryAsync&lt;(TParent, TChild)&gt;</c>: the child's begin at its key, unless
    /// <see cref="SqlStatement.SplitOn"/> or <see cref="SqlStatement.SplitByPrefix"/> says otherwise.
    /// </summary>
    /// <typeparam name="TParent">The one. It is created anew for each row of the result; the first of those with one key is kept.</typeparam>
    /// <typeparam name="TChild">One of the many, or a single value.</typeparam>
    /// <typeparam name="TKey">What identifies a parent.</typeparam>
    /// <param name="statement">The join. Where an outer join has found no child, all of whose columns are then null, none is added.</param>
    /// <param name="key">The parent's key.</param>
    /// <param name="add">Adds a child to its parent. Called when all rows have been read, in their order, so that it is called once a row whatever is repeated.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The parents, in the order in which they first appear.</returns>
    /// <exception cref="InvalidOperationException">A row has no parent: all of its columns are null.</exception>
    /// <exception cref="MappingException">A row does not fit the types.</exception>
    public async ValueTask<IReadOnlyList<TParent>> QueryGroupedAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] TParent, [DynamicallyAccessedMembers(MappedMembers.All)] TChild, TKey>(
        SqlStatement statement, Func<TParent, TKey> key, Action<TParent, TChild> add, CancellationToken cancellationToken = default)
        where TParent : class
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(add);
        RowMap.RegisterTuple(static () => new TupleMap<(TParent? Parent, TChild? Child)>(
            [TupleElement.Row<TParent>(), TupleElement.Row<TChild>()], static row => (row.Row<TParent>(0), row.Row<TChild>(1))));
        var rows = await QueryAsync<(TParent? Parent, TChild? Child)>(statement, cancellationToken).ConfigureAwait(false);
        var parents = new List<TParent>();
        var byKey = new Dictionary<TKey, TParent>();
        foreach (var (read, child) in rows)
        {
            if (read is null)
            {
                throw new InvalidOperationException($"A row has no {typeof(TParent).Name}: all of its columns are null. Join from the table of {typeof(TParent).Name}: {statement}");
            }

            var parentKey = key(read);
            if (!byKey.TryGetValue(parentKey, out var parent))
            {
                byKey.Add(parentKey, parent = read);
                parents.Add(parent);
            }

            if (child is not null)
            {
                add(parent, child);
            }
        }

        return parents;
    }
}
