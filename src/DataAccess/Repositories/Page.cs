namespace DataAccess;

/// <summary>One page of a table in the order of its key.</summary>
/// <typeparam name="TEntity">The row.</typeparam>
/// <typeparam name="TKey">Its key.</typeparam>
/// <param name="Items">The rows.</param>
/// <param name="HasMore">Whether there are rows after these.</param>
/// <param name="Last">The key of the last row, from which the next page goes on; the type's default on an empty page.</param>
public sealed record Page<TEntity, TKey>(IReadOnlyList<TEntity> Items, bool HasMore, TKey? Last);
