using DataAccess.Connections.Pool;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Threading;
using DataAccess.Writing.Batching;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Queue;
using DataAccess.Writing.Sending;

namespace DataAccess;

/// <summary>
/// Coalesces rows that many callers write at once into batches. An idle writer sends the first row at once; while that
/// batch is in flight others collect, and the next batch takes them all. Every admitted row ends in exactly one
/// <see cref="RowOutcome"/>. Safe for any number of callers.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class BatchingWriter<T> : IAsyncDisposable, IDisposable
{
    private readonly DatabaseSession _session;
    private readonly WriterContext<T> _context;
    private readonly WriterQueue<T> _queue;
    private readonly InFlightSlots _slots;
    private readonly BatchDispatcher<T> _dispatcher;
    private readonly CancellationTokenSource _abort = new();
    private readonly Task _work;
    private int _disposed;

    internal BatchingWriter(DatabaseSession session, TableMap<T> map, Func<BatchInserter<T>> createInserter, BatchingWriterOptions<T> options)
    {
        _session = session;
        _context = new WriterContext<T>(
            session.Context,
            map,
            options,
            new WriterCounters(),
            new WriterMetrics(session.Context.Time, map.Table.ToString()),
            _abort.Token);
        _queue = new WriterQueue<T>(_context);
        _slots = new InFlightSlots(new InFlightPolicy(MaxLanes(session.Context, options)));
        var ledger = options.ExactlyOnce
            ? new Ledger(session.Context, options.Retry, options.LedgerRetention, options.DeliveryTimeout, options.SendTimeout, _abort.Token)
            : null;
        _dispatcher = new BatchDispatcher<T>(_context, _queue, _slots, ledger, createInserter);
        _context.Metrics.Publish(() => Statistics);
        _work = Detached.RunAsync(RunAsync);
    }

    /// <summary>What the writer has done so far.</summary>
    public WriterStatistics Statistics => _context.Counters.Snapshot(_queue.Bytes.Used, _slots.Lanes, _slots.Running);

    /// <summary>Writes a row; completes when the database has answered the COMMIT that holds it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">
    /// While the row is queued: takes it out, so that it is not written. Later: stops waiting, and the row still goes.
    /// </param>
    /// <exception cref="RowRejectedException">
    /// The database refused the row, a value of it could not be read, <see cref="BatchingWriterOptions{T}.PartitionBy"/> threw for it, or it is larger than
    /// <see cref="BatchingWriterOptions{T}.QueueBytes"/>; what your own code threw is the inner exception.
    /// </exception>
    /// <exception cref="RowNotPersistedException">It is proven not to be in the session.</exception>
    /// <exception cref="RowOutcomeUnknownException">The connection died between COMMIT and its answer.</exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; it was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public ValueTask WriteAsync(T row, CancellationToken cancellationToken = default)
    {
        AmbientTransaction.Refuse();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : _queue.AddAsync(row, isAwaited: true, null, cancellationToken);
    }

    /// <summary>
    /// Accepts a row for writing; waits while the queue is full. How it ends shows in <see cref="Statistics"/>, and where it
    /// was not committed, in <see cref="BatchingWriterOptions{T}.DeadLetter"/>.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Gives up waiting for room. A row once accepted is not affected.</param>
    /// <exception cref="RowRejectedException">
    /// Its size or its partition could not be read, as your own code threw (the inner exception), or it is larger than
    /// <see cref="BatchingWriterOptions{T}.QueueBytes"/>. It is counted, and goes to <see cref="BatchingWriterOptions{T}.DeadLetter"/>.
    /// </exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; it was not admitted.</exception>
    /// <exception cref="RowNotPersistedException">The writer has stopped, for the reason in the message; the row was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public ValueTask EnqueueAsync(T row, CancellationToken cancellationToken = default)
    {
        AmbientTransaction.Refuse();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : _queue.AddAsync(row, isAwaited: false, null, cancellationToken);
    }

    /// <summary>
    /// Writes a sequence of rows and completes when each has its outcome. Rows go straight into batches, and the next batch is
    /// filled while others are in flight; memory does not grow with the sequence. Rows that could not be committed are counted
    /// in the summary and handed to <see cref="BatchingWriterOptions{T}.DeadLetter"/>; they throw nothing.
    /// </summary>
    /// <param name="rows">The rows, read once. A row whose own code throws is rejected. Where the sequence throws, what it gave before is written first, and then its exception thrown.</param>
    /// <param name="cancellationToken">Stops reading and waiting. Batches already sent still go; rows read and not sent do not.</param>
    /// <exception cref="RowNotPersistedException">The writer has stopped, for the reason in the message.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    /// <remarks>While the queue is full it waits, whatever <see cref="BatchingWriterOptions{T}.WhenFull"/> says.</remarks>
    public ValueTask<WriteSummary> WriteManyAsync(IEnumerable<T> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        AmbientTransaction.Refuse();
        return new StreamedWrite<T>(_context, _queue, _dispatcher).RunAsync(rows, cancellationToken);
    }

    /// <inheritdoc cref="WriteManyAsync(IEnumerable{T}, CancellationToken)"/>
    public ValueTask<WriteSummary> WriteManyAsync(IAsyncEnumerable<T> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        AmbientTransaction.Refuse();
        return new StreamedWrite<T>(_context, _queue, _dispatcher).RunAsync(rows, cancellationToken);
    }

    /// <summary>Completes when every row admitted before this call has its outcome, whichever it is.</summary>
    /// <param name="cancellationToken">Stops waiting; the rows are not affected.</param>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
        => await _queue.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Creates the table <c>dataaccess_ledger</c> where it is not there; see <see cref="BatchingWriterOptions{T}.ExactlyOnce"/>.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask EnsureLedgerAsync(CancellationToken cancellationToken = default) => Ledger.EnsureAsync(_session, cancellationToken);

    /// <summary>
    /// Admits nothing more and waits up to <see cref="BatchingWriterOptions{T}.DrainTimeout"/> for the queue to empty. What is
    /// left ends as <see cref="RowOutcome.NotPersisted"/>, or <see cref="RowOutcome.Unknown"/> where its COMMIT was sent.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            await _work.ConfigureAwait(false);
            return;
        }

        _queue.Close();
        try
        {
            await _work.WaitAsync(_context.Options.DrainTimeout, _context.Session.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            await _work.ConfigureAwait(false);
        }

        _context.Metrics.Withdraw();
        _abort.Dispose();
    }

    /// <summary>
    /// As <see cref="DisposeAsync"/>, for a container that is disposed synchronously. The thread waits until every row has its
    /// outcome, and that is bounded as there; prefer <see cref="DisposeAsync"/>.
    /// </summary>
    public void Dispose() => Detached.Wait(() => DisposeAsync().AsTask(), _context.Options.DrainTimeout + _context.Options.SendTimeout, _context.Session.Time);

    private async Task RunAsync()
    {
        var pumps = _queue.Partitions.Select(partition => new BatchAccumulator<T>(_context, _queue, partition, _dispatcher).RunAsync());
        await Task.WhenAll(pumps).ConfigureAwait(false);
        await _slots.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Half of the pool at most, so that a busy writer leaves the other half to everybody else.</summary>
    private static int MaxLanes(SessionContext session, BatchingWriterOptions<T> options)
        => session.Provider.HasSingleWriter ? 1 : Math.Clamp(session.Connections.Statistics.Max / 2, 1, options.MaxInFlight);
}
