namespace DataAccess;

/// <summary>Admits rows one by one: by bytes, first in first out, into the queue of their partition.</summary>
internal sealed class WriterQueue<T>
{
    /// <summary>About what a row costs in memory beside its values: the object, its place in the queue.</summary>
    internal const int PlaceBytes = 128;

    private readonly WriterContext<T> _context;
    private readonly OperationPool<T> _spare = new();
    private readonly Partition<T>[] _partitions;
    private readonly Lock _epochLock = new();
    private FlushEpoch _epoch = new(null);

    public WriterQueue(WriterContext<T> context)
    {
        _context = context;
        context.Stop.OnSet = Close;
        Outcomes = new OutcomeRecorder<T>(context, _spare);
        _partitions = new Partition<T>[context.Options.PartitionBy is null ? 1 : context.Options.MaxInFlight];
        for (var i = 0; i < _partitions.Length; i++)
        {
            _partitions[i] = new Partition<T>(context);
        }
    }

    public OutcomeRecorder<T> Outcomes { get; }

    public IReadOnlyList<Partition<T>> Partitions => _partitions;

    /// <summary>Admits a row; the task ends with its outcome where it is awaited, else with its admission.</summary>
    public ValueTask AddAsync(T row, bool isAwaited, WriteTally<T>? tally, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = Measure(row);
            if (bytes > _context.Options.QueueBytes)
            {
                return RefuseAsync(row, WriterFailures.TooLarge(bytes, _context.Options.QueueBytes), null, tally);
            }

            // Before anything is taken: the caller's function may throw.
            var partition = PartitionOf(row);
            return _context.Credits.TryAcquire(bytes)
                ? Admit(partition, row, bytes, isAwaited, tally, cancellationToken)
                : WaitAndAdmitAsync(partition, row, bytes, isAwaited, tally, cancellationToken);
        }
        catch (RowValueException exception)
        {
            return RefuseAsync(row, WriterFailures.Unreadable(exception), exception, tally);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    /// <summary>
    /// Gives a row its outcome that cannot be queued: it is counted and reported as one that the database has refused. A row of a
    /// stream throws nothing.
    /// </summary>
    public async ValueTask RefuseAsync(T row, DatabaseFailure failure, Exception? inner, WriteTally<T>? tally)
    {
        if (_context.Credits.IsClosed)
        {
            throw Refusal();
        }

        _context.Counters.CountAdmitted();
        _context.Counters.Count(RowOutcome.Rejected);
        tally?.Fail(RowOutcome.Rejected, failure);
        await Outcomes.ReportAsync(new FailedRow<T>(row, RowOutcome.Rejected, failure)).ConfigureAwait(false);
        if (tally is null)
        {
            throw RowWriteException.For(RowOutcome.Rejected, failure, inner);
        }
    }

    /// <summary>About what a row takes of <see cref="BatchingWriterOptions{T}.QueueBytes"/>.</summary>
    public long Measure(T row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _context.Map.BytesOf(row) + PlaceBytes;
    }

    /// <summary>The epoch of what is admitted now, with one more place taken in it.</summary>
    public FlushEpoch EnterEpoch()
    {
        lock (_epochLock)
        {
            _epoch.Enter();
            return _epoch;
        }
    }

    /// <summary>Completes when all that was admitted before has its outcome.</summary>
    public Task FlushAsync()
    {
        FlushEpoch epoch;
        lock (_epochLock)
        {
            epoch = _epoch;
            _epoch = new FlushEpoch(epoch);
        }

        epoch.Leave();
        foreach (var partition in _partitions)
        {
            partition.Hurry();
        }

        return epoch.Over;
    }

    /// <summary>Admits nothing more; what is queued still goes.</summary>
    public void Close()
    {
        _context.Credits.Close(Refusal);
        foreach (var partition in _partitions)
        {
            partition.Close();
        }
    }

    /// <summary>Why nothing is admitted any more.</summary>
    public Exception Refusal()
        => _context.Stop.Failure is { } failure
            ? new RowNotPersistedException(failure, null)
            : new ObjectDisposedException(nameof(BatchingWriter<>));

    internal void OnCancelledWhileQueued(RowOperation<T> operation)
    {
        _context.Counters.Count(RowOutcome.NotPersisted);
        operation.Tally?.Fail(RowOutcome.NotPersisted, WriterFailures.Cancelled());
        _context.Credits.Release(operation.Bytes - PlaceBytes);
        operation.Epoch.Leave();
        operation.Tally?.Leave();
    }

    internal void Reuse(RowOperation<T> operation) => _spare.Return(operation);

    private async ValueTask WaitAndAdmitAsync(
        Partition<T> partition, T row, long bytes, bool isAwaited, WriteTally<T>? tally, CancellationToken cancellationToken)
    {
        // A stream waits whatever WhenFull says: it would be given up half-way, or push out its own rows.
        var isStream = tally is not null;
        var outcome = ValueTask.CompletedTask;
        if (!isStream && await TryMakeRoomAsync(bytes).ConfigureAwait(false))
        {
            outcome = Admit(partition, row, bytes, isAwaited, tally, cancellationToken);
        }
        else
        {
            await WaitForRoomAsync(bytes, isStream, () => outcome = Admitted(), cancellationToken).ConfigureAwait(false);
        }

        await outcome.ConfigureAwait(false);

        // Under the gate's lock, which must not meet an exception of a writer that has just been closed.
        ValueTask Admitted()
        {
            try
            {
                return Admit(partition, row, bytes, isAwaited, tally, cancellationToken);
            }
            catch (Exception exception)
            {
                return ValueTask.FromException(exception);
            }
        }
    }

    /// <summary>Waits in turn for room. A stream waits as long as it takes: the rows before it end by their delivery timeout.</summary>
    private async ValueTask WaitForRoomAsync(long bytes, bool isStream, Action admit, CancellationToken cancellationToken)
    {
        var options = _context.Options;
        var started = _context.Database.Time.GetTimestamp();
        try
        {
            await _context.Credits.AcquireAsync(bytes, isStream ? Timeout.InfiniteTimeSpan : options.QueueTimeout, admit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new QueueFullException(
                $"The writer for '{_context.Table}' had no room for {bytes} bytes within {nameof(options.QueueTimeout)} ({options.QueueTimeout}): {Waiting()}");
        }
        finally
        {
            _context.Metrics.WaitedForCredits(_context.Database.Time.GetElapsedTime(started));
        }
    }

    private string Waiting()
        => $"{_context.Credits.Used} of {nameof(BatchingWriterOptions<>.QueueBytes)} ({_context.Options.QueueBytes}) are waiting for the database. The row was not admitted.";

    /// <summary>Does what <see cref="BatchingWriterOptions{T}.WhenFull"/> says before anybody waits; false where he has to.</summary>
    private async ValueTask<bool> TryMakeRoomAsync(long bytes)
    {
        if (_context.Options.WhenFull == WhenFull.Fail)
        {
            throw new QueueFullException(
                $"The writer for '{_context.Table}' has no room for {bytes} bytes, and {nameof(WhenFull)} is {WhenFull.Fail}: {Waiting()}");
        }

        while (_context.Options.WhenFull == WhenFull.DropOldest && TryTakeOldest() is { } oldest)
        {
            await Outcomes.FailAsync(oldest, RowOutcome.NotPersisted, WriterFailures.Dropped(_context.Options.QueueBytes), null).ConfigureAwait(false);
            if (_context.Credits.TryAcquire(bytes))
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
            if (partition.TryTake() is { } operation && TrySeal(operation))
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>Takes an operation out of the queue for good; false where it was cancelled before.</summary>
    public bool TrySeal(RowOperation<T> operation)
    {
        if (operation.TrySeal())
        {
            return true;
        }

        // Its place in the channel is free only now, so that cancelled rows are bounded too.
        _context.Credits.Release(PlaceBytes);
        return false;
    }

    private ValueTask Admit(Partition<T> partition, T row, long bytes, bool isAwaited, WriteTally<T>? tally, CancellationToken cancellationToken)
    {
        var operation = _spare.TryTake() ?? new RowOperation<T>(this);
        var epoch = EnterEpoch();
        tally?.Enter();
        operation.Begin(row, bytes, _context.Database.Time.GetTimestamp(), epoch, isAwaited, tally);
        var task = operation.Task;
        _context.Counters.CountAdmitted();
        if (!partition.TryAdd(operation))
        {
            _context.Counters.UncountAdmitted();
            epoch.Leave();
            tally?.Leave();
            _context.Credits.Release(bytes);
            throw Refusal();
        }

        if (!isAwaited)
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
