using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataAccess.Mapping;

namespace DataAccess.Keys;

/// <summary>Finds how a repository's key type stands for the columns of its table's key, once for each pair of types and each map.</summary>
internal static class KeyShapes
{
    /// <exception cref="MappingException">The key type does not fit the key.</exception>
    public static KeyShape<TEntity, TKey> Of<TEntity, [DynamicallyAccessedMembers(MappedMembers.All)] TKey>(TableMap<TEntity> map)
        where TKey : notnull
        => Cache<TEntity, TKey>.Shapes.GetValue(map, static map => map.Key is { } key ? new SingleKey<TEntity, TKey>(key) : new CompositeKey<TEntity, TKey>(map.Keys));

    private static class Cache<TEntity, TKey>
        where TKey : notnull
    {
        public static ConditionalWeakTable<TableMap<TEntity>, KeyShape<TEntity, TKey>> Shapes { get; } = [];
    }
}
