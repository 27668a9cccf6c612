namespace DataAccess;

/// <summary>Puts the rows of one partition into batches: whenever a lane is free, all that wait, up to the limits.</summary>
internal sealed class BatchPump<T>(WriterContext<T> context, WriterQueue<T> queue, Partition<T> partition, LaneRunner<T> lanes)
{
    // Rows of one key keep their order only if their batches go one after the other.
    private readonly bool _isSerial = context.Options.PartitionBy is not null;

    /// <summary>Ends when the queue is closed and empty, and its batches were sent.</summary>
    public async Task RunAsync()
    {
        while (await partition.WaitForRowAsync().ConfigureAwait(false))
        {
            await LingerAsync().ConfigureAwait(false);
            await context.Lanes.EnterAsync(CancellationToken.None).ConfigureAwait(false);
            var why = BatchPolicy.WhyNow(partition.State, Limits) ?? SealReason.Idle;
            var batch = lanes.Rent();
            batch.Reason = Fill(batch) ?? why;
            var sending = lanes.RunAsync(batch);
            if (_isSerial)
            {
                await sending.ConfigureAwait(false);
            }
        }
    }

    private BatchLimits Limits => context.Limits(lanes.PacketBytes);

    private async ValueTask LingerAsync()
    {
        while (BatchPolicy.WhyNow(partition.State, Limits) is null)
        {
            var left = context.Options.Linger - partition.State.OldestAge;
            await partition.WaitForChangeAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero).ConfigureAwait(false);
        }
    }

    private SealReason? Fill(Batch<T> batch)
    {
        var limits = Limits;
        SealReason? full = null;
        var isFlushWanted = partition.TakeFlush();
        while (partition.TryPeek() is { } next
            && (full = BatchPolicy.FullBefore(batch.Count, batch.Bytes, next.Bytes - WriterQueue<T>.PlaceBytes, limits)) is null
            && partition.TryTake() is { } operation)
        {
            if (queue.TrySeal(operation))
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
