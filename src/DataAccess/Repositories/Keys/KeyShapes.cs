using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;

namespace DataAccess.Repositories.Keys;

/// <summary>Finds how a repository's key type stands for the columns of its table's key, once for each pair of types.</summary>
internal static class KeyShapes
{
    /// <exception cref="MappingException">The key type does not fit the key.</exception>
    public static KeyShape<TEntity, TKey> Of<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, [DynamicallyAccessedMembers(MappedMembers.All)] TKey>(TableMap<TEntity> map)
        where TEntity : notnull
        where TKey : notnull
        => Cache<TEntity, TKey>.Shape ??= map.Key is { } key ? new SingleKey<TEntity, TKey>(key) : new CompositeKey<TEntity, TKey>(map.Keys);

    // Not a static initializer: its failure would reach callers as a TypeInitializationException.
    private static class Cache<TEntity, TKey>
        where TEntity : notnull
        where TKey : notnull
    {
        public static KeyShape<TEntity, TKey>? Shape { get; set; }
    }
}
