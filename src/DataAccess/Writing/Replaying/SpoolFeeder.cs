using DataAccess.Telemetry;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Queue;
using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Replaying;

/// <summary>Passes the rows of the spool to the writer's queue, in order: those that an earlier process left, then those that are accepted. What is written is always what is on the disk.</summary>
internal sealed class SpoolFeeder<T>(WriterContext<T> context, WriterQueue<T> queue, SpooledRows<T> rows, SpoolRecovery recovery, SpoolTrimmer trimmer)
{
    private readonly TaskCompletionSource _draining = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _passed;
    private long _replayed;
    private long _doubtful;
    private bool _hasEnded;

    /// <summary>Whether no more rows are passed.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    /// <summary>The unexpected failure that ended it; null if there is none.</summary>
    public DatabaseFailure? Failure { get; private set; }

    /// <summary>The number of rows of earlier processes that were passed to the queue.</summary>
    public long Replayed => Interlocked.Read(ref _replayed);

    /// <summary>Passes rows until it is told to end, the writer stops, or its time is up. Never throws.</summary>
    public async Task RunAsync(IReadOnlyList<SpoolSegment> left)
    {
        try
        {
            await recovery.RunAsync(left, context.Abort).ConfigureAwait(false);
            _recovered.TrySetResult();
            var last = left.Count == 0 ? 0 : left[^1].Name.Number;
            trimmer.Reading = rows.Log.After(null);
            trimmer.IsStarted = true;
            while (trimmer.Reading is { } segment && await FeedAsync(segment, isLeft: segment.Name.Number <= last).ConfigureAwait(false))
            {
                trimmer.Reading = rows.Log.After(segment);
                trimmer.Kick();
                TellLost(segment.Name.Number == last);
            }
        }
        catch (OperationCanceledException) when (context.Abort.IsCancellationRequested)
        {
            // The rows stay for the next start.
        }
        catch (Exception exception)
        {
            // So do they if the writer has stopped.
            if (context.Stop.Failure is null && !queue.Bytes.IsClosed)
            {
                Failure = WriterFailures.Of(exception, context.Session.Provider);
                Log.SpoolReadFailed(context.Session.Logger, exception, rows.Directory.Path);
            }
        }

        Volatile.Write(ref _hasEnded, true);
        _recovered.TrySetResult();
        Progress();
    }

    /// <summary>Ends when everything that is on the disk was passed.</summary>
    public void Drain() => _draining.TrySetResult();

    /// <summary>Completes when the rows that are on the disk now were passed to the queue, or no more are; returns the last of them.</summary>
    public async ValueTask<long> PassedAsync(CancellationToken cancellationToken)
    {
        // Until then it is not known what an earlier process has left.
        await _recovered.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var row = rows.Log.LastRow;
        while (true)
        {
            var progress = Volatile.Read(ref _progress).Task;
            if (Interlocked.Read(ref _passed) >= row || Volatile.Read(ref _hasEnded))
            {
                return row;
            }

            await progress.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Passes the rows of a segment; false if there is nothing after it.</summary>
    private async ValueTask<bool> FeedAsync(SpoolSegment segment, bool isLeft)
    {
        SegmentReader? reader = null;
        try
        {
            var next = 0U;
            while (true)
            {
                var (written, isComplete, changed) = rows.Log.Watch(segment);
                if (written > segment.RecordsAt && !(isLeft && segment.Open == 0))
                {
                    reader ??= new SegmentReader(segment.Path, segment.Seed, segment.RecordsAt);
                    next = await FeedAsync(segment, reader, written, next, isLeft).ConfigureAwait(false);
                }

                if (isComplete)
                {
                    // Also where the last rows had ended before, or were damaged.
                    Interlocked.Exchange(ref _passed, segment.Name.RowAt(uint.MaxValue));
                }

                Progress();
                if (isComplete)
                {
                    return true;
                }

                if (_draining.Task.IsCompleted)
                {
                    if (rows.Log.Watch(segment).Written == written)
                    {
                        return false;
                    }

                    continue;
                }

                await Task.WhenAny(changed, _draining.Task).WaitAsync(context.Abort).ConfigureAwait(false);
            }
        }
        finally
        {
            reader?.Dispose();
        }
    }

    private async ValueTask<uint> FeedAsync(SpoolSegment segment, SegmentReader reader, long end, uint next, bool isLeft)
    {
        bool isRecord;
        do
        {
            isRecord = await reader.MoveNextAsync(end, context.Abort).ConfigureAwait(false);
            if (reader.Damage is { } damage && !isLeft)
            {
                rows.SetAside(segment, damage);
            }

            if (isRecord && reader.Kind == SpoolRecordKind.Row)
            {
                next = await FeedAsync(segment, reader.Content, next, isLeft).ConfigureAwait(false);
            }
        }
        while (isRecord);
        return next;
    }

    private async ValueTask<uint> FeedAsync(SpoolSegment segment, ReadOnlyMemory<byte> content, uint next, bool isLeft)
    {
        var ordinal = new SpoolBytes(content.Span).UInt32();
        for (; next < ordinal && !isLeft; next++)
        {
            // They were in bytes that a disk has changed since this process wrote them.
            rows.Log.EndRow(segment.Name.RowAt(next));
            Log.SpoolRowsLost(context.Session.Logger, 1, 0, rows.Directory.Path);
        }

        var row = segment.Name.RowAt(ordinal);
        if (!isLeft || !rows.Log.HasEnded(segment, ordinal))
        {
            await PassAsync(row, content[sizeof(uint)..], isLeft).ConfigureAwait(false);
        }

        Interlocked.Exchange(ref _passed, row);
        return ordinal + 1;
    }

    private async ValueTask PassAsync(long row, ReadOnlyMemory<byte> content, bool isLeft)
    {
        if (row < recovery.DoubtfulBefore)
        {
            _doubtful++;
            rows.SetAside(row, content, "the record of the attempt that may have written it is damaged");
            rows.Log.EndRow(row);
            return;
        }

        (T Row, RowChange Change) decoded;
        try
        {
            decoded = rows.Codec.Decode(content);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            rows.SetAside(row, content, exception is MappingException ? exception.Message : exception.GetType().Name);
            rows.Log.EndRow(row);
            return;
        }

        await queue.AddAsync(decoded.Row, new Admission<T>(IsAwaited: false, Change: decoded.Change, Spooled: row), context.Abort).ConfigureAwait(false);
        if (isLeft)
        {
            Interlocked.Increment(ref _replayed);
        }
    }

    private void TellLost(bool isLastLeft)
    {
        if (isLastLeft && (recovery.LostRows > 0 || _doubtful > 0))
        {
            Log.SpoolRowsLost(context.Session.Logger, recovery.LostRows, _doubtful, rows.Directory.Path);
        }
    }

    private void Progress()
        => Interlocked.Exchange(ref _progress, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
