using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Queue;

namespace DataAccess.Writing.Batching;

/// <summary>Collects the rows of one partition into batches: whenever an in-flight slot is free, all waiting rows, up to the limits.</summary>
internal sealed class BatchAccumulator<T>(WriterContext<T> context, WriterQueue<T> queue, Partition<T> partition, IBatchSink<T> sink)
{
    // Rows with the same key keep their order only if their batches are sent one after the other.
    private readonly bool _isSerial = context.Options.PartitionBy is not null;

    // At most as many as there are in-flight slots.
    private readonly List<Task> _inFlight = [];

    /// <summary>Completes when the queue is closed and empty, and its batches were sent.</summary>
    public async Task RunAsync()
    {
        while (await partition.WaitForRowAsync().ConfigureAwait(false))
        {
            await LingerAsync().ConfigureAwait(false);
            await sink.EnterAsync(CancellationToken.None).ConfigureAwait(false);
            var why = BatchPolicy.ReasonToClose(partition.State, Limits) ?? CloseReason.Idle;
            var batch = sink.Rent();
            batch.Reason = Fill(batch) ?? why;
            await SendAsync(batch).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a batch. One with updates or deletes is sent when those before it have ended, and those after it wait for its end.</summary>
    private async ValueTask SendAsync(Batch<T> batch)
    {
        if (_isSerial)
        {
            await sink.SendAsync(batch).ConfigureAwait(false);
            return;
        }

        _inFlight.RemoveAll(static sending => sending.IsCompleted);
        if (batch.HasChanges)
        {
            await Task.WhenAll(_inFlight).ConfigureAwait(false);
            await sink.SendAsync(batch).ConfigureAwait(false);
            return;
        }

        _inFlight.Add(sink.SendAsync(batch));
    }

    private BatchLimits Limits => BatchLimits.Of(context.Options, sink.StatementLimit);

    private async ValueTask LingerAsync()
    {
        while (BatchPolicy.ReasonToClose(partition.State, Limits) is null)
        {
            var left = context.Options.Linger - partition.State.OldestAge;
            await partition.WaitForChangeAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero).ConfigureAwait(false);
        }
    }

    private CloseReason? Fill(Batch<T> batch)
    {
        var limits = Limits;
        CloseReason? full = null;
        var isFlushWanted = partition.TakeFlush();
        while (partition.TryPeek() is { } next
            && (batch.Count == 0 || (next.Spooled != 0) == batch.IsSpooled)
            && (full = BatchPolicy.FullBefore(batch.Count, batch.Bytes, next.Bytes - WriterQueue<T>.PlaceBytes, limits)) is null
            && partition.TryTake() is { } operation)
        {
            if (queue.TryBatch(operation))
            {
                batch.Add(operation, operation.Bytes - WriterQueue<T>.PlaceBytes);
            }
        }

        if (isFlushWanted && partition.TryPeek() is not null)
        {
            partition.Hurry();
        }

        return full;
    }
}
