using System.Collections.Concurrent;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>The lock of a runner on a database in memory, which the connections of one process share.</summary>
internal sealed class SqliteProcessLock : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, SqliteProcessLock> Held = new(StringComparer.Ordinal);

    private readonly string _name;

    private SqliteProcessLock(string name) => _name = name;

    /// <summary>Takes the lock; null if another runner has it.</summary>
    /// <param name="name">The database's name.</param>
    public static IAsyncDisposable? TryTake(string name)
    {
        var taken = new SqliteProcessLock(name);
        return Held.TryAdd(name, taken) ? taken : null;
    }

    public ValueTask DisposeAsync()
    {
        Held.TryRemove(KeyValuePair.Create(_name, this));
        return default;
    }
}
