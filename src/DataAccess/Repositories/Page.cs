namespace DataAccess;

/// <summary>One page of a table.</summary>
/// <typeparam name="TEntity">The row.</typeparam>
/// <typeparam name="TKey">What the next page goes on from: the key, or, in an order of its own, the row.</typeparam>
/// <param name="Items">The rows.</param>
/// <param name="HasMore">Whether there are rows after these.</param>
/// <param name="Last">The key of the last row, or the row, from which the next page goes on; the type's default on an empty page.</param>
public sealed record Page<TEntity, TKey>(IReadOnlyList<TEntity> Items, bool HasMore, TKey? Last);
