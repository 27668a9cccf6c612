namespace DataAccess.Benchmarks;

/// <summary>
/// One library on one engine, in its best honest form. Safe for any number of callers. It is asked only for the kinds of
/// work that it <see cref="Does"/>.
/// </summary>
internal abstract class Contender(string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    public abstract bool Does(WorkKind kind);

    /// <summary>The row of a key, as a query that the caller wrote.</summary>
    public virtual ValueTask<Item?> ReadOneAsync(long id) => throw Cannot();

    /// <summary>The row of a key, the way the library has for just that.</summary>
    public virtual ValueTask<Item?> GetAsync(long id) => ReadOneAsync(id);

    /// <summary>The rows with a key up to <see cref="Tables.PageRows"/>, all of them in memory.</summary>
    public virtual ValueTask<int> ReadPageAsync() => throw Cannot();

    /// <summary>Returns when the row is committed.</summary>
    public virtual ValueTask InsertAsync(Item item) => throw Cannot();

    /// <summary>Returns when all rows are committed.</summary>
    public virtual ValueTask StreamAsync(IEnumerable<Item> items) => throw Cannot();

    /// <summary>Takes a connection, does nothing, and gives it back.</summary>
    public virtual ValueTask LeaseAsync() => throw Cannot();

    /// <summary>Takes one of 8 connections, lets the other callers run, and gives it back.</summary>
    public virtual ValueTask TakeTurnAsync() => throw Cannot();

    /// <summary>Closes idle connections of a pool that belongs to this contender and not to the driver's list of pools.</summary>
    public virtual void ClearPool()
    {
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private NotSupportedException Cannot() => new($"{Name} does not do this work.");
}
