using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DataAccess;

/// <summary>
/// Coalesces rows that many callers write at once into batches. An idle writer sends the first row at once; while that
/// batch is in flight others collect, and the next batch takes them all. Every admitted row ends in exactly one
/// <see cref="RowOutcome"/>. Safe for any number of callers.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class BatchingWriter<T> : IAsyncDisposable
{
    private const int MaxSpareOperations = 4_096;

    /// <summary>About what a row costs in memory beside its values: the object, its place in the queue.</summary>
    internal const int PlaceBytes = 128;

    // Unbounded, with the credit gate as its bound: bounded channels have known faults with many writers.
    private readonly Channel<RowOperation<T>> _queue = Channel.CreateUnbounded<RowOperation<T>>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly Database _database;
    private readonly TableMap<T> _map;
    private readonly BatchingWriterOptions<T> _options;
    private readonly CreditGate _credits;
    private readonly BatchSender<T> _sender;
    private readonly CancellationTokenSource _abort = new();
    private readonly WriterCounters _counters = new();
    private readonly Lock _epochLock = new();
    private readonly ConcurrentQueue<RowOperation<T>> _spare = new();
    private readonly Task _loop;
    private FlushEpoch _epoch = new(null);
    private StrongBox<DatabaseFailure>? _stopped;
    private int _disposed;

    internal BatchingWriter(Database database, TableMap<T> map, BatchInserter<T> inserter, BatchingWriterOptions<T> options)
    {
        _database = database;
        _map = map;
        _options = options;
        _credits = new CreditGate(options.QueueBytes, database.Time);
        _sender = new BatchSender<T>(database, inserter, map.Table, options, _abort.Token)
        {
            OnEnded = EndAsync,
            OnCommitted = _counters.CountBatch,
            OnRetry = _counters.CountRetry,
        };
        _loop = Task.Run(RunAsync);
    }

    /// <summary>What the writer has done so far.</summary>
    public WriterStatistics Statistics => _counters.Snapshot(_credits.Used);

    /// <summary>Writes a row; completes when the database has answered the COMMIT that holds it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">
    /// While the row is queued: takes it out, so that it is not written. Later: stops waiting, and the row still goes.
    /// </param>
    /// <exception cref="RowRejectedException">The database refused the row.</exception>
    /// <exception cref="RowNotPersistedException">It is proven not to be in the database.</exception>
    /// <exception cref="RowOutcomeUnknownException">The connection died between COMMIT and its answer.</exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; it was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public ValueTask WriteAsync(T row, CancellationToken cancellationToken = default) => Start(row, isAwaited: true, cancellationToken);

    /// <summary>
    /// Accepts a row for writing; waits while the queue is full. How it ends shows in <see cref="Statistics"/>, and where it
    /// was not committed, in <see cref="BatchingWriterOptions{T}.DeadLetter"/>.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Gives up waiting for room. A row once accepted is not affected.</param>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; it was not admitted.</exception>
    /// <exception cref="RowNotPersistedException">The writer has stopped, for the reason in the message; the row was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public ValueTask EnqueueAsync(T row, CancellationToken cancellationToken = default) => Start(row, isAwaited: false, cancellationToken);

    /// <summary>Completes when every row admitted before this call has its outcome, whichever it is.</summary>
    /// <param name="cancellationToken">Stops waiting; the rows are not affected.</param>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        FlushEpoch epoch;
        lock (_epochLock)
        {
            epoch = _epoch;
            _epoch = new FlushEpoch(epoch);
        }

        epoch.Leave();
        await epoch.Over.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Admits nothing more and waits up to <see cref="BatchingWriterOptions{T}.DrainTimeout"/> for the queue to empty. What is
    /// left ends as <see cref="RowOutcome.NotPersisted"/>, or <see cref="RowOutcome.Unknown"/> where its COMMIT was sent.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            await _loop.ConfigureAwait(false);
            return;
        }

        _credits.Close(Refusal);
        _queue.Writer.TryComplete();
        try
        {
            await _loop.WaitAsync(_options.DrainTimeout, _database.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            await _loop.ConfigureAwait(false);
        }

        _abort.Dispose();
    }

    internal void OnCancelledWhileQueued(RowOperation<T> operation)
    {
        _counters.Count(RowOutcome.NotPersisted);
        _credits.Release(operation.Bytes - PlaceBytes);
        operation.Epoch.Leave();
    }

    internal void Reuse(RowOperation<T> operation)
    {
        if (_spare.Count < MaxSpareOperations)
        {
            _spare.Enqueue(operation);
        }
    }

    private ValueTask Start(T row, bool isAwaited, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        try
        {
            var bytes = Measure(row);
            return _credits.TryAcquire(bytes)
                ? Admit(row, bytes, isAwaited, cancellationToken)
                : WaitAndAdmitAsync(row, bytes, isAwaited, cancellationToken);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    private int Measure(T row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var bytes = _map.SizeOf(row) + PlaceBytes;
        return bytes <= _options.QueueBytes
            ? bytes
            : throw new RowRejectedException(
                new DatabaseFailure(
                    FailureKind.Rejected,
                    null,
                    $"the row has about {bytes} bytes and {nameof(BatchingWriterOptions<>.QueueBytes)} is {_options.QueueBytes}. Raise it, or split the row."),
                null);
    }

    private async ValueTask WaitAndAdmitAsync(T row, int bytes, bool isAwaited, CancellationToken cancellationToken)
    {
        try
        {
            await _credits.AcquireAsync(bytes, _options.QueueTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new QueueFullException(
                $"The writer for '{_map.Table}' had no room for {bytes} bytes within {nameof(_options.QueueTimeout)} ({_options.QueueTimeout}): "
                + $"{_credits.Used} of {nameof(_options.QueueBytes)} ({_options.QueueBytes}) are waiting for the database. The row was not admitted.");
        }

        await Admit(row, bytes, isAwaited, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask Admit(T row, int bytes, bool isAwaited, CancellationToken cancellationToken)
    {
        if (!_spare.TryDequeue(out var operation))
        {
            operation = new RowOperation<T>(this);
        }

        lock (_epochLock)
        {
            _epoch.Enter();
            operation.Begin(row, bytes, _database.Time.GetTimestamp(), _epoch, isAwaited);
        }

        var task = operation.Task;
        _counters.CountAdmitted();
        if (!_queue.Writer.TryWrite(operation))
        {
            _counters.UncountAdmitted();
            operation.Epoch.Leave();
            _credits.Release(bytes);
            throw Refusal();
        }

        if (!isAwaited)
        {
            return ValueTask.CompletedTask;
        }

        operation.Arm(cancellationToken);
        return task;
    }

    /// <summary>Why nothing is admitted any more.</summary>
    private Exception Refusal()
        => Volatile.Read(ref _stopped) is { } stopped
            ? new RowNotPersistedException(stopped.Value, null)
            : new ObjectDisposedException(nameof(BatchingWriter<>));

    private async Task RunAsync()
    {
        var batch = new RowOperation<T>[_options.MaxBatchRows];

        // No token here: a cancelled read may lose a row. Completing the queue ends the loop.
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var count = Fill(batch);
            if (count > 0)
            {
                await SendAsync(new ArraySegment<RowOperation<T>>(batch, 0, count)).ConfigureAwait(false);
                Array.Clear(batch, 0, count);
            }
        }
    }

    private int Fill(RowOperation<T>[] batch)
    {
        var count = 0;
        var bytes = 0L;
        while (_queue.Reader.TryPeek(out var next)
            && BatchPolicy.Fits(count, bytes, next.Bytes - PlaceBytes, _options.MaxBatchRows, _options.MaxBatchBytes)
            && _queue.Reader.TryRead(out next))
        {
            if (next.TrySeal())
            {
                batch[count++] = next;
                bytes += next.Bytes - PlaceBytes;
            }
            else
            {
                // Cancelled: its place in the channel is free only now, so that cancelled rows are bounded too.
                _credits.Release(PlaceBytes);
            }
        }

        return count;
    }

    private async ValueTask SendAsync(ArraySegment<RowOperation<T>> batch)
    {
        if (Volatile.Read(ref _stopped) is { } stopped)
        {
            foreach (var operation in batch)
            {
                await EndAsync(operation, RowOutcome.NotPersisted, stopped.Value, null).ConfigureAwait(false);
            }

            return;
        }

        if (await _sender.SendAsync(batch).ConfigureAwait(false) is { } fatal)
        {
            Stop(fatal);
        }
    }

    private void Stop(DatabaseFailure failure)
    {
        Volatile.Write(ref _stopped, new StrongBox<DatabaseFailure>(failure));
        Log.WriterStopped(_database.Logger, _map.Table.ToString(), failure.Message);
        _credits.Close(Refusal);
        _queue.Writer.TryComplete();
    }

    private async ValueTask EndAsync(RowOperation<T> operation, RowOutcome outcome, DatabaseFailure failure, Exception? inner)
    {
        var row = operation.Row;
        var epoch = operation.Epoch;
        var isAwaited = operation.IsAwaited;
        _counters.Count(outcome);
        _credits.Release(operation.Bytes);

        // A caller who has his answer may reuse the operation at once: nothing of it is read from here on.
        operation.End(outcome == RowOutcome.Committed ? null : RowWriteException.For(outcome, failure, inner));
        if (!isAwaited)
        {
            operation.Clear();
            Reuse(operation);
        }

        if (outcome != RowOutcome.Committed)
        {
            await ReportAsync(new FailedRow<T>(row, outcome, failure)).ConfigureAwait(false);
        }

        // Last, so that a flush also covers what the dead-letter handler did.
        epoch.Leave();
    }

    private async ValueTask ReportAsync(FailedRow<T> failed)
    {
        Log.RowFailed(_database.Logger, _map.Table.ToString(), failed.Outcome, failed.Failure.Code);
        if (_options.DeadLetter is not { } deadLetter)
        {
            return;
        }

        try
        {
            await deadLetter(failed, _abort.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.DeadLetterFailed(_database.Logger, exception, _map.Table.ToString());
        }
    }
}
