using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;

namespace DataAccess.Repositories;

/// <summary>The queue of those who wait, in the order in which they came. Guarded by its reader's lock.</summary>
internal sealed class PendingGets<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, TKey>
    where TEntity : notnull
    where TKey : notnull
{
    private PendingGet<TEntity, TKey>? _last;

    public PendingGet<TEntity, TKey>? First { get; private set; }

    public int Count { get; private set; }

    public void Add(PendingGet<TEntity, TKey> waiter)
    {
        waiter.Before = _last;
        waiter.IsQueued = true;
        if (_last is null)
        {
            First = waiter;
        }
        else
        {
            _last.After = waiter;
        }

        _last = waiter;
        Count++;
    }

    /// <summary>Takes one out; false if it had left.</summary>
    public bool Remove(PendingGet<TEntity, TKey> waiter)
    {
        if (!waiter.IsQueued)
        {
            return false;
        }

        if (waiter.Before is { } before)
        {
            before.After = waiter.After;
        }
        else
        {
            First = waiter.After;
        }

        if (waiter.After is { } after)
        {
            after.Before = waiter.Before;
        }
        else
        {
            _last = waiter.Before;
        }

        waiter.IsQueued = false;
        waiter.Before = waiter.After = null;
        Count--;
        return true;
    }

    /// <summary>Takes the first ones out.</summary>
    public PendingGet<TEntity, TKey>[] Take(int most)
    {
        var taken = new PendingGet<TEntity, TKey>[Math.Min(most, Count)];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = First!;
            Remove(taken[i]);
        }

        return taken;
    }

    /// <summary>Takes those out whose time is up. All wait for as long, so they are the first.</summary>
    public List<PendingGet<TEntity, TKey>> TakeLate(long now)
    {
        var late = new List<PendingGet<TEntity, TKey>>();
        while (First is { } first && first.Deadline <= now)
        {
            late.Add(first);
            Remove(first);
        }

        return late;
    }
}
