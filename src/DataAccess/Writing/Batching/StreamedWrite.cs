using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using DataAccess.Failures;
using DataAccess.Telemetry;
using DataAccess.Threading;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Queue;

namespace DataAccess.Writing.Batching;

/// <summary>
/// Puts the rows of one <c>WriteManyAsync</c> call directly into batches, without an operation, a queue or a budget request for each row. While
/// batches are in flight, the next one is filled.
/// </summary>
internal sealed class StreamedWrite<T>(WriterContext<T> context, WriterQueue<T> queue, IBatchSink<T> sink, FailureHandler<T>? handler)
{
    // A source that is slower than this waits for something itself, such as a message.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly StreamProgress<T> _progress = new(handler);
    private readonly long _started = context.Session.Time.GetTimestamp();
    private Batch<T>? _batch;
    private long _budgetBytes;
    private long _next;

    /// <summary>Writes all rows of a sequence, and completes.</summary>
    public async ValueTask<WriteSummary> RunAsync(IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var source = rows.GetEnumerator();
        ExceptionDispatchInfo? failure = null;
        try
        {
            while (_progress.Failures.HandlerFailure is null && TryMove(source, out var row, out failure))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await AddAsync(row, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            _progress.Failures.Leave();
            TryDispose(source);
            throw;
        }

        var disposal = TryDispose(source);
        return await EndAsync(failure ?? disposal, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes all rows of an asynchronous sequence, and completes.</summary>
    public async ValueTask<WriteSummary> RunAsync(IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var source = new AsyncSource<T>(rows, context.Session.Time, cancellationToken);
        ExceptionDispatchInfo? failure;
        try
        {
            failure = await AddAllAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _progress.Failures.Leave();
            await TryDisposeAsync(source).ConfigureAwait(false);
            throw;
        }

        var disposal = await TryDisposeAsync(source).ConfigureAwait(false);
        return await EndAsync(failure ?? disposal, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes rows until there are no more; returns the exception of the source, or null.</summary>
    private async ValueTask<ExceptionDispatchInfo?> AddAllAsync(AsyncSource<T> source, CancellationToken cancellationToken)
    {
        while (_progress.Failures.HandlerFailure is null)
        {
            T row;
            var moving = Move(source, cancellationToken);
            if (source.Waiting is { } waiting && _batch is { Count: > 0 })
            {
                await SendInPauseAsync(waiting, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                if (!await moving.ConfigureAwait(false))
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

        return null;
    }

    /// <summary>Sends the rows that were read if the source does not have the next one soon, as they would wait for it.</summary>
    private async ValueTask SendInPauseAsync(Task waiting, CancellationToken cancellationToken)
    {
        var longest = context.Options.Linger > Pause ? context.Options.Linger : Pause;
        await waiting.WaitAsync(longest, context.Session.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!waiting.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            await SendAsync(CloseReason.Idle, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ValueTask<bool> Move(AsyncSource<T> source, CancellationToken cancellationToken)
    {
        try
        {
            return source.MoveNextAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<bool>(exception);
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

    private static async ValueTask<ExceptionDispatchInfo?> TryDisposeAsync(AsyncSource<T> source)
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

    /// <summary>Waits for the outcomes of all rows that were read, whether or not the source, or the handler of failed rows, failed afterwards.</summary>
    private async ValueTask<WriteSummary> EndAsync(ExceptionDispatchInfo? sourceFailure, CancellationToken cancellationToken)
    {
        WriteSummary summary;
        try
        {
            summary = await EndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _progress.Failures.Leave();
            throw;
        }

        sourceFailure?.Throw();
        _progress.Failures.HandlerFailure?.Throw();
        return summary;
    }

    /// <summary>Takes a row; waits while the queue is full or no in-flight slot is free.</summary>
    private ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        var admission = new Admission<T>(IsAwaited: false, _progress, _next++);
        if (context.Options.PartitionBy is not null)
        {
            return queue.AddAsync(row, admission, cancellationToken);
        }

        long bytes;
        try
        {
            bytes = queue.Measure(row);
        }
        catch (RowValueException exception)
        {
            return queue.RejectAsync(row, exception.ToFailure(), exception, admission);
        }

        if (bytes > context.Options.QueueBytes)
        {
            return queue.RejectAsync(row, WriterFailures.TooLarge(bytes, context.Options.QueueBytes), null, admission);
        }

        _batch ??= sink.Rent();
        var values = bytes - WriterQueue<T>.PlaceBytes;
        if (BatchPolicy.FullBefore(_batch.Count, _batch.Bytes, values, BatchLimits.Of(context.Options, sink.StatementLimit)) is { } full)
        {
            return SendAndAddAsync(full, row, values, admission.Index, cancellationToken);
        }

        Add(row, values, admission.Index);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends the remaining rows and waits until every row has its outcome.</summary>
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

    private async ValueTask SendAndAddAsync(CloseReason full, T row, long bytes, long index, CancellationToken cancellationToken)
    {
        await SendAsync(full, cancellationToken).ConfigureAwait(false);
        _batch = sink.Rent();
        Add(row, bytes, index);
    }

    private void Add(T row, long bytes, long index)
    {
        _batch!.Add(row, bytes, index);
        _budgetBytes += bytes + WriterQueue<T>.PlaceBytes;
    }

    private async ValueTask SendAsync(CloseReason reason, CancellationToken cancellationToken)
    {
        // A request for more than the whole budget could never be granted.
        var budgetBytes = Math.Min(_budgetBytes, context.Options.QueueBytes);
        var batch = _batch!;
        await AcquireAsync(budgetBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            await sink.EnterAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            queue.Bytes.Release(budgetBytes);
            throw;
        }

        _batch = null;
        _budgetBytes = 0;
        batch.Reason = reason;
        batch.Admit(_progress, queue.EnterBarrier(), budgetBytes, context.Session.Time.GetTimestamp(), Spans.Caller);
        _progress.Enter();
        context.Counters.CountAdmitted(batch.Count);

        // Not on the reader's path: the next batch is filled while this one is encoded.
        _ = Detached.RunAsync(() => sink.SendAsync(batch));
    }

    /// <summary>Waits its turn for room without a timeout: the rows before it end by their delivery timeout.</summary>
    private async ValueTask AcquireAsync(long budgetBytes, CancellationToken cancellationToken)
    {
        if (queue.Bytes.TryAcquire(budgetBytes))
        {
            return;
        }

        var started = context.Session.Time.GetTimestamp();
        await queue.Bytes.AcquireAsync(budgetBytes, Timeout.InfiniteTimeSpan, null, cancellationToken).ConfigureAwait(false);
        context.Metrics.WaitedForRoom(context.Session.Time.GetElapsedTime(started));
    }
}
