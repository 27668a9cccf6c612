using DataAccess.Failures;
using DataAccess.Telemetry;
using DataAccess.Threading;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Queue;
using DataAccess.Writing.Sending;
using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Replaying;

/// <summary>The spool of a writer: rows are accepted when they are on the disk, and written from there.</summary>
internal sealed class Spool<T> : IAsyncDisposable
{
    private const int PendingBytes = 16 << 20;

    private readonly WriterContext<T> _context;
    private readonly WriterQueue<T> _queue;
    private readonly SpoolDirectory _directory;
    private readonly SpoolLog _log;
    private readonly SpooledRows<T> _rows;
    private readonly SpoolTrimmer _trimmer;
    private readonly SpoolFeeder<T> _feeder;
    private readonly ByteBudget _bytes;
    private readonly ByteBudget _pending;
    private readonly Task _feeding;

    /// <exception cref="SpoolException">The directory cannot be used, or holds rows of another shape.</exception>
    /// <exception cref="MappingException">The rows cannot be kept in a file.</exception>
    public Spool(WriterContext<T> context, WriterQueue<T> queue, Ledger ledger)
    {
        var options = context.Options;
        _context = context;
        _queue = queue;
        _bytes = new ByteBudget(options.SpoolBytes, context.Session.Time);

        // What is not yet on the disk is in memory.
        _pending = new ByteBudget(Math.Max(PendingBytes, options.SpoolSegmentBytes), context.Session.Time);
        var codec = new SpoolCodec<T>(context.Map, options.PartitionBy);
        _directory = new SpoolDirectory(options.Spool!);
        try
        {
            var left = SpoolStart.Open(_directory, codec.Shape);
            _bytes.Charge(left.Sum(static s => s.Length) + _directory.AsideBytes);
            var newest = Math.Max(left.Select(static s => s.Name.Number).DefaultIfEmpty().Max(), _directory.Newest.Value.Name.Number);
            _log = new SpoolLog(_directory, codec.Shape, Math.Max(newest, _directory.Removed) + 1, left, new SpoolLogOptions
            {
                SegmentBytes = options.SpoolSegmentBytes,
                Charge = _bytes.Charge,
                OnSettled = _pending.Release,
                OnOver = () => _trimmer?.Kick(),
                OnFailed = (failure, isFreed) => Log.SpoolNotWritten(context.Session.Logger, failure.Message, isFreed),
                BeforeWrite = options.BeforeSpoolWrite,
            });
            _rows = new SpooledRows<T>(_log, _directory, codec, _bytes.Charge, context.Session.Logger);
            _trimmer = new SpoolTrimmer(context.Session, _directory, _log, ledger, bytes => _bytes.Charge(-bytes));
            _feeder = new SpoolFeeder<T>(context, queue, _rows, new SpoolRecovery(context.Session, _directory, _log, ledger, _rows.SetAside), _trimmer);
            context.Spool = _rows;
            _feeding = Detached.RunAsync(() => _feeder.RunAsync(left));
        }
        catch
        {
            _directory.Dispose();
            throw;
        }
    }

    /// <summary>The accepted rows that have not ended, the bytes of the directory, and the rows of earlier processes that were passed to the writer.</summary>
    public (long Rows, long Bytes, long Replayed) State => (_log.Rows, _bytes.Used, _feeder.Replayed);

    /// <summary>Accepts a row; completes when it is on the disk.</summary>
    public ValueTask EnqueueAsync(T row, RowChange change, CancellationToken cancellationToken)
    {
        try
        {
            _queue.Check(row);
            return _rows.Codec.Encode(row, change, static (state, bytes) => state.Self.AcceptAsync(state.Row, bytes, state.Token), (Self: this, Row: row, Token: cancellationToken));
        }
        catch (RowValueException exception)
        {
            return _queue.RejectAsync(row, exception.ToFailure(), exception, new Admission<T>(IsAwaited: false));
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    /// <summary>Completes when the rows that were accepted before were passed to the queue, or will not be; returns the last of them.</summary>
    public ValueTask<long> PassedAsync(CancellationToken cancellationToken) => _feeder.PassedAsync(cancellationToken);

    /// <summary>Throws if nothing is written any more, and rows up to one are left.</summary>
    public void ThrowIfLeft(long row)
    {
        if ((_context.Stop.Failure is not null || _feeder.HasEnded) && _log.OpenUpTo(row) is > 0 and var left)
        {
            throw new RowNotPersistedException(WriterFailures.LeftInSpool(left, _directory.Path, _context.Stop.Failure ?? _feeder.Failure ?? WriterFailures.Closed()), null);
        }
    }

    /// <summary>Accepts no more rows, and completes when those that were accepted were passed to the queue, or will not be. Never throws.</summary>
    public async ValueTask DrainAsync()
    {
        _pending.Close(_queue.ClosedError);
        _bytes.Close(_queue.ClosedError);
        await _log.WrittenAsync().ConfigureAwait(false);
        _feeder.Drain();
        await _feeding.ConfigureAwait(false);
    }

    /// <summary>Closes the files, when no batch is in flight any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync().ConfigureAwait(false);
        _trimmer.Reading = null;
        if (!_context.Abort.IsCancellationRequested)
        {
            await _trimmer.EndAsync().ConfigureAwait(false);
        }

        if (_log.Rows is > 0 and var rows)
        {
            Log.SpoolLeft(_context.Session.Logger, rows, _directory.Path);
        }

        _directory.Dispose();
    }

    private ValueTask AcceptAsync(T row, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var bytes = SpoolLog.BytesOf(content.Length);
        if (bytes > _context.Options.SpoolSegmentBytes)
        {
            return _queue.RejectAsync(row, WriterFailures.TooLargeForSpool(bytes, _context.Options.SpoolSegmentBytes), null, new Admission<T>(IsAwaited: false));
        }

        return !_pending.TryAcquire(bytes) ? WaitForWritesAsync(content.ToArray(), bytes, cancellationToken)
            : _bytes.TryAcquire(bytes) ? new ValueTask(Append(content.Span, bytes))
            : new ValueTask(WaitForRoomAsync(content.ToArray(), bytes, cancellationToken));
    }

    /// <summary>Waits until fewer rows are in memory, because the disk is slower than the callers.</summary>
    private async ValueTask WaitForWritesAsync(byte[] content, int bytes, CancellationToken cancellationToken)
    {
        var written = Task.CompletedTask;
        await WaitAsync(_pending, bytes, () => written = WaitForRoomAsync(content, bytes, cancellationToken), cancellationToken).ConfigureAwait(false);
        await written.ConfigureAwait(false);
    }

    /// <summary>Waits until there is room in the spool.</summary>
    private async Task WaitForRoomAsync(byte[] content, int bytes, CancellationToken cancellationToken)
    {
        var written = Task.CompletedTask;
        try
        {
            await WaitAsync(_bytes, bytes, () => written = Append(content, bytes), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Return(_pending, bytes);
            throw;
        }

        await written.ConfigureAwait(false);
    }

    /// <summary>Waits its turn; what is then done is done under the budget's lock, so that no later row overtakes.</summary>
    private async ValueTask WaitAsync(ByteBudget budget, int bytes, Action admit, CancellationToken cancellationToken)
    {
        var options = _context.Options;
        try
        {
            if (budget == _bytes && options.FullMode == QueueFullMode.Fail)
            {
                throw Full(bytes, $"and {nameof(options.FullMode)} is {QueueFullMode.Fail}");
            }

            await budget.AcquireAsync(bytes, options.QueueTimeout, admit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception) when (exception is not QueueFullException)
        {
            throw Full(bytes, $"within {nameof(options.QueueTimeout)} ({options.QueueTimeout})");
        }
    }

    private Task Append(ReadOnlySpan<byte> content, int bytes)
    {
        try
        {
            return _log.AppendRow(content);
        }
        catch (Exception exception)
        {
            Return(_bytes, bytes);
            Return(_pending, bytes);
            return Task.FromException(exception);
        }
    }

    /// <summary>Releases bytes beside the caller, which may hold the budget's lock.</summary>
    private static void Return(ByteBudget budget, int bytes)
        => Detached.Start(static state => Task.Run(() => state.Budget.Release(state.Bytes)), (Budget: budget, Bytes: bytes));

    private QueueFullException Full(int bytes, string why)
        => new(Invariant($"The spool '{_directory.Path}' has no room for {bytes} bytes, {why}: {_bytes.Used} bytes of {nameof(BatchingWriterOptions<>.SpoolBytes)} ({_context.Options.SpoolBytes}) are used by rows that wait to be written. The row was not accepted."));
}
