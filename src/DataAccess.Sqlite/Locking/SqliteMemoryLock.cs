using System.Collections.Concurrent;
using DataAccess.Providers;

namespace DataAccess.Sqlite.Locking;

/// <summary>A named lock on a database in memory, which only this process sees.</summary>
internal sealed class SqliteMemoryLock : LocalLock
{
    private static readonly ConcurrentDictionary<(object Database, string Name), SqliteMemoryLock> Held = new();

    private readonly (object Database, string Name) _key;

    private SqliteMemoryLock((object Database, string Name) key) => _key = key;

    /// <summary>Takes a lock; null if somebody has it.</summary>
    /// <param name="database">What all connections to the database share: its name, or its provider if it has only one connection.</param>
    /// <param name="name">The lock's name.</param>
    public static SqliteMemoryLock? TryTake(object database, string name)
    {
        var taken = new SqliteMemoryLock((database, name));
        return Held.TryAdd(taken._key, taken) ? taken : null;
    }

    public override bool IsHeld() => true;

    protected override void Dispose(bool disposing) => Held.TryRemove(KeyValuePair.Create(_key, this));
}
