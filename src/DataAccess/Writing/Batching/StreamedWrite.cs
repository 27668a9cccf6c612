using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using DataAccess.Failures;
using DataAccess.Telemetry;
using DataAccess.Threading;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Queue;

namespace DataAccess.Writing.Batching;

/// <summary>
/// Takes the rows of one <c>WriteManyAsync</c> straight into batches: no operation, no queue and no credit a row. While
/// batches are in flight the next one is filled.
/// </summary>
internal sealed class StreamedWrite<T>(WriterContext<T> context, WriterQueue<T> queue, IBatchSink<T> sink)
{
    private readonly StreamProgress<T> _progress = new();
    private readonly long _started = context.Session.Time.GetTimestamp();
    private Batch<T>? _batch;
    private long _batchCredits;

    /// <summary>Takes all rows of a sequence, and ends.</summary>
    public async ValueTask<WriteSummary> RunAsync(IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var source = rows.GetEnumerator();
        ExceptionDispatchInfo? failure;
        try
        {
            while (TryMove(source, out var row, out failure))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await AddAsync(row, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            TryDispose(source);
            throw;
        }

        failure ??= TryDispose(source);
        return await EndAsync(failure, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes all rows of a sequence as they come, and ends.</summary>
    public async ValueTask<WriteSummary> RunAsync(IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var source = rows.GetAsyncEnumerator(cancellationToken);
        ExceptionDispatchInfo? failure;
        try
        {
            failure = await AddAllAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await TryDisposeAsync(source).ConfigureAwait(false);
            throw;
        }

        failure ??= await TryDisposeAsync(source).ConfigureAwait(false);
        return await EndAsync(failure, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes rows until there are no more; what the source failed with, or null.</summary>
    private async ValueTask<ExceptionDispatchInfo?> AddAllAsync(IAsyncEnumerator<T> source, CancellationToken cancellationToken)
    {
        while (true)
        {
            T row;
            try
            {
                if (!await source.MoveNextAsync().ConfigureAwait(false))
                {
                    return null;
                }

                row = NotNull(source.Current);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                return ExceptionDispatchInfo.Capture(exception);
            }

            cancellationToken.ThrowIfCancellationRequested();
            await AddAsync(row, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool TryMove(IEnumerator<T> source, [MaybeNullWhen(false)] out T row, out ExceptionDispatchInfo? failure)
    {
        failure = null;
        row = default;
        try
        {
            if (!source.MoveNext())
            {
                return false;
            }

            row = NotNull(source.Current);
            return true;
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
            return false;
        }
    }

    private static T NotNull(T rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows;
    }

    private static ExceptionDispatchInfo? TryDispose(IEnumerator<T> source)
    {
        try
        {
            source.Dispose();
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private static async ValueTask<ExceptionDispatchInfo?> TryDisposeAsync(IAsyncEnumerator<T> source)
    {
        try
        {
            await source.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>Waits for the outcome of all that was read, whether or not the source failed after it.</summary>
    private async ValueTask<WriteSummary> EndAsync(ExceptionDispatchInfo? sourceFailure, CancellationToken cancellationToken)
    {
        var summary = await EndAsync(cancellationToken).ConfigureAwait(false);
        sourceFailure?.Throw();
        return summary;
    }

    /// <summary>Takes a row; waits while the queue is full or no lane is free.</summary>
    private ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        if (context.Options.PartitionBy is not null)
        {
            return queue.AddAsync(row, isAwaited: false, _progress, cancellationToken);
        }

        long bytes;
        try
        {
            bytes = queue.Measure(row);
        }
        catch (RowValueException exception)
        {
            return queue.RefuseAsync(row, exception.ToFailure(), exception, _progress);
        }

        if (bytes > context.Options.QueueBytes)
        {
            return queue.RefuseAsync(row, WriterFailures.TooLarge(bytes, context.Options.QueueBytes), null, _progress);
        }

        _batch ??= sink.Rent();
        var values = bytes - WriterQueue<T>.PlaceBytes;
        if (BatchPolicy.FullBefore(_batch.Count, _batch.Bytes, values, BatchLimits.Of(context.Options, sink.StatementLimit)) is { } full)
        {
            return SendAndAddAsync(full, row, values, cancellationToken);
        }

        Add(row, values);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends what is left and waits until every row has its outcome.</summary>
    private async ValueTask<WriteSummary> EndAsync(CancellationToken cancellationToken)
    {
        if (_batch is { Count: > 0 })
        {
            await SendAsync(CloseReason.Drain, cancellationToken).ConfigureAwait(false);
        }

        foreach (var partition in queue.Partitions)
        {
            partition.Hurry();
        }

        _progress.Leave();
        await _progress.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _progress.Summary(context.Session.Time.GetElapsedTime(_started));
    }

    private async ValueTask SendAndAddAsync(CloseReason full, T row, long bytes, CancellationToken cancellationToken)
    {
        await SendAsync(full, cancellationToken).ConfigureAwait(false);
        _batch = sink.Rent();
        Add(row, bytes);
    }

    private void Add(T row, long bytes)
    {
        _batch!.Add(row, bytes);
        _batchCredits += bytes + WriterQueue<T>.PlaceBytes;
    }

    private async ValueTask SendAsync(CloseReason reason, CancellationToken cancellationToken)
    {
        // More than there is altogether could never be had.
        var credits = Math.Min(_batchCredits, context.Options.QueueBytes);
        var batch = _batch!;
        await AcquireAsync(credits, cancellationToken).ConfigureAwait(false);
        try
        {
            await sink.EnterAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            queue.Bytes.Release(credits);
            throw;
        }

        _batch = null;
        _batchCredits = 0;
        batch.Reason = reason;
        batch.Admit(_progress, queue.EnterBarrier(), credits, context.Session.Time.GetTimestamp(), Spans.Caller);
        _progress.Enter();
        context.Counters.CountAdmitted(batch.Count);

        // Off the reader's path: the next batch is filled while this one is encoded.
        _ = Detached.RunAsync(() => sink.SendAsync(batch));
    }

    /// <summary>Waits in turn for room, as long as it takes: the rows before it end by their delivery timeout.</summary>
    private async ValueTask AcquireAsync(long credits, CancellationToken cancellationToken)
    {
        if (queue.Bytes.TryAcquire(credits))
        {
            return;
        }

        var started = context.Session.Time.GetTimestamp();
        await queue.Bytes.AcquireAsync(credits, Timeout.InfiniteTimeSpan, null, cancellationToken).ConfigureAwait(false);
        context.Metrics.WaitedForCredits(context.Session.Time.GetElapsedTime(started));
    }
}
