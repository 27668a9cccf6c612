using System.Threading.Channels;
using DataAccess.Writing.Outcomes;

namespace DataAccess.Writing.Queue;

/// <summary>Rows that wait to be put into a batch, in order; with <see cref="BatchingWriterOptions{T}.PartitionBy"/>, the rows of some of the keys.</summary>
internal sealed class Partition<T>(WriterContext<T> context)
{
    // Unbounded; the byte budget bounds it: bounded channels have known faults with many writers.
    private readonly Channel<RowOperation<T>> _channel = Channel.CreateUnbounded<RowOperation<T>>(
        new UnboundedChannelOptions { AllowSynchronousContinuations = false });

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _rows;
    private long _bytes;
    private int _flushWanted;
    private volatile bool _isClosed;

    /// <summary>When the first row was admitted, as a timestamp; the largest number if there is none.</summary>
    public long OldestAt => _channel.Reader.TryPeek(out var first) ? first.AdmittedAt : long.MaxValue;

    public QueueState State => new(
        Volatile.Read(ref _rows),
        Interlocked.Read(ref _bytes),
        OldestAt is var oldest && oldest == long.MaxValue ? TimeSpan.Zero : context.Session.Time.GetElapsedTime(oldest),
        Volatile.Read(ref _flushWanted) == 1,
        _isClosed);

    public bool TryAdd(RowOperation<T> operation)
    {
        // Counted first: it may be taken before this returns.
        var rows = Interlocked.Increment(ref _rows);
        var bytes = Interlocked.Add(ref _bytes, operation.Bytes);
        if (!_channel.Writer.TryWrite(operation))
        {
            Uncount(operation.Bytes);
            return false;
        }

        if (context.Options.Linger > TimeSpan.Zero && (rows >= context.Options.MaxBatchRows || bytes >= context.Options.MaxBatchBytes))
        {
            Changed();
        }

        return true;
    }

    /// <summary>Returns the next row without taking it, or null.</summary>
    public RowOperation<T>? TryPeek() => _channel.Reader.TryPeek(out var operation) ? operation : null;

    public RowOperation<T>? TryTake()
    {
        if (!_channel.Reader.TryRead(out var operation))
        {
            return null;
        }

        Uncount(operation.Bytes);
        return operation;
    }

    /// <summary>Waits for a row; false if there will be none. Takes no token, because a cancelled read may lose a row.</summary>
    public ValueTask<bool> WaitForRowAsync() => _channel.Reader.WaitToReadAsync();

    /// <summary>Waits until the limits or <see cref="State"/> may have changed, or the time has elapsed.</summary>
    public async ValueTask WaitForChangeAsync(TimeSpan time)
    {
        var timer = context.Session.Time.CreateTimer(static self => ((Partition<T>)self!).Changed(), this, time, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            await Volatile.Read(ref _changed).Task.ConfigureAwait(false);
        }

        // A change from here on ends the next wait; an earlier one is visible in the state that the caller reads now.
        Volatile.Write(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>Ends the wait for more rows: a flush was requested.</summary>
    public void Hurry()
    {
        Volatile.Write(ref _flushWanted, 1);
        Changed();
    }

    /// <summary>Takes the request for a flush of the rows that are taken from now on; it must be returned if some of them stay.</summary>
    public bool TakeFlush() => Interlocked.Exchange(ref _flushWanted, 0) == 1;

    public void Close()
    {
        _isClosed = true;
        _channel.Writer.TryComplete();
        Changed();
    }

    private void Changed() => Volatile.Read(ref _changed).TrySetResult();

    private void Uncount(long bytes)
    {
        Interlocked.Decrement(ref _rows);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
