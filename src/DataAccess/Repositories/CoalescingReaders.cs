using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;
using DataAccess.Sessions;

namespace DataAccess.Repositories;

/// <summary>The coalescing readers of one database: one an entity, which all its repositories share. It knows none of them, so it keeps none alive.</summary>
internal sealed class CoalescingReaders(SessionContext context, CoalescingOptions options)
{
    private readonly ConcurrentDictionary<(Type Entity, Type Key), object> _readers = new();

    public CoalescingReader<TEntity, TKey> For<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, TKey>(
        DatabaseSession database, SharedRead<TEntity, TKey> read)
        where TEntity : notnull
        where TKey : notnull
        => (CoalescingReader<TEntity, TKey>)_readers.GetOrAdd(
            (typeof(TEntity), typeof(TKey)),
            static (_, state) => new CoalescingReader<TEntity, TKey>(state.Context, state.Database, state.Options, state.Read),
            (Context: context, Database: database, Options: options, Read: read));
}
