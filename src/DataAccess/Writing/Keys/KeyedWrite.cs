using System.Runtime.CompilerServices;
using DataAccess.Threading;

namespace DataAccess.Writing.Keys;

/// <summary>Writes rows ahead of the caller that takes them, and gives them back in their order, with their keys.</summary>
internal static class KeyedWrite<T, TKey>
    where TKey : notnull
{
    private const int Ahead = 1_024;

    public static async IAsyncEnumerable<KeyedRow<T, TKey>> RunAsync(
        IAsyncEnumerable<T> rows, Func<T, CancellationToken, ValueTask<TKey>> write, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = new Queue<(T Row, Task<TKey> Written)>();
        var source = new AsyncSource<T>(rows, time, cancellationToken);
        Task<bool>? next = null;
        var index = 0L;
        try
        {
            next = source.MoveNextAsync(cancellationToken).AsTask();
            while (next is not null || pending.Count > 0)
            {
                if (pending.TryPeek(out var first) && (first.Written.IsCompleted || next is null || pending.Count >= Ahead))
                {
                    // What is not the outcome of this row ends the sequence here.
                    yield return await ResultAsync(index++, first.Row, first.Written).ConfigureAwait(false);
                    pending.Dequeue();
                }
                else if (next!.IsCompleted)
                {
                    // The source's failure is thrown once all rows before it were given back.
                    if (pending.Count > 0 && !next.IsCompletedSuccessfully)
                    {
                        await ((Task)first.Written).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }
                    else if (await next.ConfigureAwait(false))
                    {
                        var row = source.Current;
                        var written = write(row, cancellationToken).AsTask();
                        pending.Enqueue((row, written));

                        // What ends the sequence, such as a null, ends it before the rows after it are written.
                        next = EndsSequence(written) ? null : source.MoveNextAsync(cancellationToken).AsTask();
                    }
                    else
                    {
                        next = null;
                    }
                }
                else if (pending.Count > 0)
                {
                    await Task.WhenAny(next, first.Written).ConfigureAwait(false);
                }
                else
                {
                    await next.ConfigureAwait(false);
                }
            }
        }
        finally
        {
            foreach (var (_, written) in pending)
            {
                await ((Task)written).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool EndsSequence(Task written) => written is { IsFaulted: true, Exception.InnerException: not RowWriteException };

    private static async ValueTask<KeyedRow<T, TKey>> ResultAsync(long index, T row, Task<TKey> written)
    {
        try
        {
            return new KeyedRow<T, TKey>(index, row, null) { Key = await written.ConfigureAwait(false) };
        }
        catch (RowWriteException failure)
        {
            return new KeyedRow<T, TKey>(index, row, failure);
        }
    }
}
