using DataAccess.Failures;
using DataAccess.Writing.Outcomes;

namespace DataAccess.Writing.Queue;

/// <summary>Admits rows one by one, by bytes, first in, first out, into the queue of their partition.</summary>
internal sealed class WriterQueue<T> : IRowOwner<T>
{
    /// <summary>The approximate memory of a row in addition to its values: the object and its place in the queue.</summary>
    internal const int PlaceBytes = 128;

    private readonly WriterContext<T> _context;
    private readonly OperationPool<T> _spare = new();
    private readonly Partition<T>[] _partitions;
    private readonly Lock _barrierLock = new();
    private FlushBarrier _barrier = new(null);
    private volatile bool _isClosedToCallers;

    public WriterQueue(WriterContext<T> context)
    {
        _context = context;
        context.Stop.OnSet = Close;
        Bytes = new ByteBudget(context.Options.QueueBytes, context.Session.Time);
        Outcomes = new OutcomeRecorder<T>(context);
        _partitions = new Partition<T>[context.Options.PartitionBy is null ? 1 : context.Options.MaxInFlight];
        for (var i = 0; i < _partitions.Length; i++)
        {
            _partitions[i] = new Partition<T>(context);
        }
    }

    public OutcomeRecorder<T> Outcomes { get; }

    /// <summary>The byte budget of rows without an outcome; see <see cref="BatchingWriterOptions{T}.QueueBytes"/>.</summary>
    public ByteBudget Bytes { get; }

    public IReadOnlyList<Partition<T>> Partitions => _partitions;

    /// <summary>Admits a row; the task completes with the row's outcome if it is awaited, otherwise with its admission.</summary>
    public ValueTask AddAsync(T row, Admission<T> admission, CancellationToken cancellationToken)
    {
        try
        {
            if (_isClosedToCallers && admission.Spooled == 0)
            {
                throw ClosedError();
            }

            var bytes = Measure(row);
            if (admission.Spooled != 0)
            {
                // It was accepted, perhaps by a process whose QueueBytes were others.
                bytes = Math.Min(bytes, _context.Options.QueueBytes);
            }
            else if (bytes > _context.Options.QueueBytes)
            {
                return RejectAsync(row, WriterFailures.TooLarge(bytes, _context.Options.QueueBytes), null, admission);
            }

            // Before anything is taken, because user code may throw.
            var partition = PartitionOf(row);
            return Bytes.TryAcquire(bytes)
                ? Admit(partition, row, bytes, admission, cancellationToken)
                : WaitAndAdmitAsync(partition, row, bytes, admission, cancellationToken);
        }
        catch (RowValueException exception)
        {
            return RejectAsync(row, exception.ToFailure(), exception, admission);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    /// <summary>
    /// Rejects a row that cannot be queued: it is counted and reported like one that the database rejected. A row of a
    /// stream does not throw.
    /// </summary>
    public async ValueTask RejectAsync(T row, DatabaseFailure failure, Exception? inner, Admission<T> admission)
    {
        if (Bytes.IsClosed)
        {
            throw ClosedError();
        }

        _context.Counters.CountAdmitted();
        _context.Counters.Count(RowOutcome.Rejected);
        var progress = admission.Progress;
        progress?.Fail(admission.Index, RowOutcome.Rejected, failure);
        var failed = new FailedRow<T>(row, RowOutcome.Rejected, failure) { Change = admission.Change, Index = progress is null ? null : admission.Index, Exception = inner };
        if (admission.Spooled != 0)
        {
            await Outcomes.RejectSpooledAsync(failed, admission.Spooled).ConfigureAwait(false);
            return;
        }

        await Outcomes.ReportAsync(failed, progress, isTold: progress is null).ConfigureAwait(false);
        if (progress is null)
        {
            throw RowWriteException.For(RowOutcome.Rejected, failure, inner);
        }
    }

    /// <summary>The approximate number of bytes of <see cref="BatchingWriterOptions{T}.QueueBytes"/> that a row takes.</summary>
    public long Measure(T row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _context.Map.BytesOf(row) + PlaceBytes;
    }

    /// <summary>Checks whether a row could be queued.</summary>
    /// <exception cref="RowValueException">Its own code, or the user's, throws for it.</exception>
    public void Check(T row)
    {
        if (Bytes.IsClosed || _isClosedToCallers)
        {
            throw ClosedError();
        }

        var bytes = Measure(row);
        if (bytes > _context.Options.QueueBytes)
        {
            throw new RowValueException(WriterFailures.TooLarge(bytes, _context.Options.QueueBytes).Message, new MappingException("The row is larger than the queue."));
        }

        PartitionOf(row);
    }

    /// <summary>The barrier of the rows that are admitted now, with one more place taken in it.</summary>
    public FlushBarrier EnterBarrier()
    {
        lock (_barrierLock)
        {
            _barrier.Enter();
            return _barrier;
        }
    }

    /// <summary>Completes when all rows that were admitted before have their outcome.</summary>
    public Task FlushAsync()
    {
        FlushBarrier barrier;
        lock (_barrierLock)
        {
            barrier = _barrier;
            _barrier = new FlushBarrier(barrier);
        }

        barrier.Leave();
        foreach (var partition in _partitions)
        {
            partition.Hurry();
        }

        return barrier.Over;
    }

    /// <summary>Closes admission for everyone but the spool.</summary>
    public void CloseToCallers() => _isClosedToCallers = true;

    /// <summary>Closes admission; queued rows are still sent.</summary>
    public void Close()
    {
        Bytes.Close(ClosedError);
        foreach (var partition in _partitions)
        {
            partition.Close();
        }
    }

    /// <summary>The exception for rows that are not admitted because the queue is closed.</summary>
    public Exception ClosedError()
        => _context.Stop.Failure is { } failure
            ? new RowNotPersistedException(failure, null)
            : new ObjectDisposedException(WriterContext<T>.Owner);

    void IRowOwner<T>.OnCancelledWhileQueued(RowOperation<T> operation)
    {
        _context.Counters.Count(RowOutcome.NotPersisted);
        operation.Progress?.Fail(operation.Index, RowOutcome.NotPersisted, WriterFailures.Cancelled());
        Bytes.Release(operation.Bytes - PlaceBytes);
        operation.Barrier.Leave();
        operation.Progress?.Leave();
    }

    void IRowOwner<T>.Reuse(RowOperation<T> operation) => _spare.Return(operation);

    void IRowOwner<T>.Release(long bytes) => Bytes.Release(bytes);

    private async ValueTask WaitAndAdmitAsync(
        Partition<T> partition, T row, long bytes, Admission<T> admission, CancellationToken cancellationToken)
    {
        // A stream, and the spool, wait regardless of FullMode: otherwise they would fail half-way, or drop their own rows.
        var isStream = admission.Progress is not null || admission.IsOfSequence || admission.Spooled != 0;
        var outcome = ValueTask.CompletedTask;
        if (!isStream && await TryMakeRoomAsync(bytes).ConfigureAwait(false))
        {
            outcome = Admit(partition, row, bytes, admission, cancellationToken);
        }
        else
        {
            await WaitForRoomAsync(bytes, isStream, () => outcome = Admitted(), cancellationToken).ConfigureAwait(false);
        }

        await outcome.ConfigureAwait(false);

        // Under the budget's lock, where no exception of a writer that was just closed may be thrown.
        ValueTask Admitted()
        {
            try
            {
                return Admit(partition, row, bytes, admission, cancellationToken);
            }
            catch (Exception exception)
            {
                return ValueTask.FromException(exception);
            }
        }
    }

    /// <summary>Waits its turn for room. A stream waits without a timeout: the rows before it end by their delivery timeout.</summary>
    private async ValueTask WaitForRoomAsync(long bytes, bool isStream, Action admit, CancellationToken cancellationToken)
    {
        var options = _context.Options;
        var started = _context.Session.Time.GetTimestamp();
        try
        {
            await Bytes.AcquireAsync(bytes, isStream ? Timeout.InfiniteTimeSpan : options.QueueTimeout, admit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new QueueFullException(
                Invariant($"The writer for '{_context.Table}' had no room for {bytes} bytes in its queue within {nameof(options.QueueTimeout)} ({options.QueueTimeout}): {Waiting()}"));
        }
        finally
        {
            _context.Metrics.WaitedForRoom(_context.Session.Time.GetElapsedTime(started));
        }
    }

    private string Waiting()
        => Invariant($"{Bytes.Used} bytes of {nameof(BatchingWriterOptions<>.QueueBytes)} ({_context.Options.QueueBytes}) are waiting to be written. The row was not admitted.");

    /// <summary>Applies <see cref="BatchingWriterOptions{T}.FullMode"/> before the caller waits; false if the caller must wait.</summary>
    private async ValueTask<bool> TryMakeRoomAsync(long bytes)
    {
        if (_context.Options.FullMode == QueueFullMode.Fail)
        {
            throw new QueueFullException(
                Invariant($"The writer for '{_context.Table}' has no room for {bytes} bytes in its queue, and {nameof(BatchingWriterOptions<>.FullMode)} is {QueueFullMode.Fail}: {Waiting()}"));
        }

        while (_context.Options.FullMode == QueueFullMode.DropOldest && TryTakeOldest() is { } oldest)
        {
            await Outcomes.FailAsync(oldest, RowOutcome.NotPersisted, WriterFailures.Dropped(_context.Options.QueueBytes), null).ConfigureAwait(false);
            if (Bytes.TryAcquire(bytes))
            {
                return true;
            }
        }

        return false;
    }

    private RowOperation<T>? TryTakeOldest()
    {
        while (_partitions.MinBy(static p => p.OldestAt) is { OldestAt: < long.MaxValue } partition)
        {
            if (partition.TryTake() is { } operation && TryBatch(operation))
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>Removes an operation from the queue; false if it was cancelled before.</summary>
    public bool TryBatch(RowOperation<T> operation)
    {
        if (operation.TryBatch())
        {
            return true;
        }

        // Its place in the channel is released only now, so that cancelled rows are bounded too.
        Bytes.Release(PlaceBytes);
        return false;
    }

    private ValueTask Admit(Partition<T> partition, T row, long bytes, Admission<T> admission, CancellationToken cancellationToken)
    {
        var operation = _spare.TryTake() ?? new RowOperation<T>(this);
        var barrier = EnterBarrier();
        admission.Progress?.Enter();
        operation.Begin(row, bytes, _context.Session.Time.GetTimestamp(), barrier, admission);
        var task = operation.Task;
        _context.Counters.CountAdmitted();
        if (!partition.TryAdd(operation))
        {
            _context.Counters.UncountAdmitted();
            barrier.Leave();
            admission.Progress?.Leave();
            Bytes.Release(bytes);
            throw ClosedError();
        }

        if (!admission.IsAwaited)
        {
            return ValueTask.CompletedTask;
        }

        operation.Arm(cancellationToken);
        return task;
    }

    private Partition<T> PartitionOf(T row)
        => _context.Options.PartitionBy is { } keyOf ? _partitions[HashOf(keyOf, row) % (uint)_partitions.Length] : _partitions[0];

    private static uint HashOf(Func<T, object?> keyOf, T row)
    {
        try
        {
            return (uint)(keyOf(row)?.GetHashCode() ?? 0);
        }
        catch (Exception exception)
        {
            throw RowValueException.Of(nameof(BatchingWriterOptions<>.PartitionBy), exception);
        }
    }
}
