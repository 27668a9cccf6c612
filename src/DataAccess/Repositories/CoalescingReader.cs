using System.Runtime.CompilerServices;

namespace DataAccess;

/// <summary>
/// Merges reads by key that arrive while earlier ones are under way into one round trip. A lone caller waits for nobody:
/// there is no timer, the round trip in flight is the window. A key asked for twice is fetched once, but never from a round
/// trip that was under way before the call, so that a caller sees what was committed before he called.
/// </summary>
internal sealed class CoalescingReader<TEntity, TKey>(
    CoalescingOptions options,
    Func<TKey, CancellationToken, ValueTask<TEntity?>> readOne,
    Func<TKey[], CancellationToken, ValueTask<IReadOnlyList<TEntity>>> readMany,
    Func<TEntity, TKey> keyOf)
    where TEntity : notnull
    where TKey : notnull
{
    private readonly Lock _lock = new();

    // Both guarded by _lock.
    private List<PendingGet<TEntity, TKey>> _pending = [];
    private int _inFlight;

    public ValueTask<TEntity?> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TEntity?>(cancellationToken);
        }

        PendingGet<TEntity, TKey>? waiter = null;
        lock (_lock)
        {
            if (_inFlight < options.MaxInFlight && _pending.Count == 0)
            {
                _inFlight++;
            }
            else
            {
                waiter = new PendingGet<TEntity, TKey>(key);
                _pending.Add(waiter);
            }
        }

        if (waiter is null)
        {
            return ReadAloneAsync(key, cancellationToken);
        }

        waiter.Arm(cancellationToken);
        return new ValueTask<TEntity?>(waiter.Task);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TEntity?> ReadAloneAsync(TKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await readOne(key, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            GoOn();
        }
    }

    /// <summary>A round trip has ended: the next takes all who came meanwhile, or none is needed.</summary>
    private void GoOn()
    {
        List<PendingGet<TEntity, TKey>> batch;
        lock (_lock)
        {
            if (_pending.Count == 0)
            {
                _inFlight--;
                return;
            }

            batch = TakePending_NeedsLock();
        }

        // Not under whoever happens to have read before: his span may be over.
        Detached.Start(ReadTogetherAsync, batch);
    }

    private List<PendingGet<TEntity, TKey>> TakePending_NeedsLock()
    {
        var batch = _pending;
        if (batch.Count <= options.MaxKeys)
        {
            _pending = new List<PendingGet<TEntity, TKey>>(batch.Count);
            return batch;
        }

        _pending = batch.GetRange(options.MaxKeys, batch.Count - options.MaxKeys);
        batch.RemoveRange(options.MaxKeys, batch.Count - options.MaxKeys);
        return batch;
    }

    private async Task ReadTogetherAsync(List<PendingGet<TEntity, TKey>> batch)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var waiting = batch.FindAll(static waiter => !waiter.Task.IsCompleted);
            if (waiting.Count > 0)
            {
                await AnswerAsync(waiting).ConfigureAwait(false);
            }
        }
        finally
        {
            GoOn();
        }
    }

    private async ValueTask AnswerAsync(List<PendingGet<TEntity, TKey>> waiting)
    {
        var keys = new HashSet<TKey>(waiting.Count);
        foreach (var waiter in waiting)
        {
            keys.Add(waiter.Key);
        }

        Dictionary<TKey, TEntity> rows;
        try
        {
            var found = await readMany([.. keys], CancellationToken.None).ConfigureAwait(false);
            rows = new Dictionary<TKey, TEntity>(found.Count);
            foreach (var row in found)
            {
                rows[keyOf(row)] = row;
            }
        }
        catch (Exception exception)
        {
            await AnswerOneByOneAsync(waiting, exception).ConfigureAwait(false);
            return;
        }

        // A row under a key that nobody asked for: the database's idea of equal keys is wider than ours, such as text that
        // is compared without case. Then those who found nothing ask alone.
        var foreign = rows.Keys.Any(key => !keys.Contains(key));
        foreach (var waiter in waiting)
        {
            if (rows.TryGetValue(waiter.Key, out var row))
            {
                waiter.Complete(row);
            }
            else if (foreign)
            {
                await AnswerAloneAsync(waiter).ConfigureAwait(false);
            }
            else
            {
                waiter.Complete(default);
            }
        }
    }

    /// <summary>An error of a shared read may belong to one key only, such as a row that cannot be mapped: each asks alone then.</summary>
    private async ValueTask AnswerOneByOneAsync(List<PendingGet<TEntity, TKey>> waiting, Exception exception)
    {
        if (waiting.Count == 1 || exception is not MappingException)
        {
            foreach (var waiter in waiting)
            {
                waiter.Fail(exception);
            }

            return;
        }

        foreach (var waiter in waiting)
        {
            await AnswerAloneAsync(waiter).ConfigureAwait(false);
        }
    }

    private async ValueTask AnswerAloneAsync(PendingGet<TEntity, TKey> waiter)
    {
        try
        {
            waiter.Complete(await readOne(waiter.Key, CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            waiter.Fail(exception);
        }
    }
}
