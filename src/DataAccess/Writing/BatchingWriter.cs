using DataAccess.Connections.Pool;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Telemetry;
using DataAccess.Threading;
using DataAccess.Writing.Batching;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Queue;
using DataAccess.Writing.Replaying;
using DataAccess.Writing.Sending;

namespace DataAccess;

/// <summary>
/// Coalesces rows that many callers write concurrently into batches. An idle writer sends the first row immediately; while that
/// batch is in flight, further rows are queued, and the next batch takes them all. Every admitted row ends in exactly one
/// <see cref="RowOutcome"/>. Safe for concurrent use.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
public sealed partial class BatchingWriter<T> : IAsyncDisposable, IDisposable
{
    private readonly DatabaseSession _session;
    private readonly WriterContext<T> _context;
    private readonly WriterQueue<T> _queue;
    private readonly InFlightSlots _slots;
    private readonly BatchDispatcher<T> _dispatcher;
    private readonly CancellationTokenSource _abort = new();
    private readonly Task _work;
    private readonly Spool<T>? _spool;
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
        _slots = new InFlightSlots(new InFlightPolicy(MaxSlots(session.Context, options)));
        var ledger = options.ExactlyOnce
            ? new Ledger(session.Context, options.Retry, options.LedgerRetention, options.DeliveryTimeout, options.SendTimeout, _abort.Token)
            : null;
        _dispatcher = new BatchDispatcher<T>(_context, _queue, _slots, ledger, createInserter);
        _spool = options.Spool is null ? null : new Spool<T>(_context, _queue, ledger!);
        _context.Metrics.Publish(() => Statistics);
        _work = Detached.RunAsync(RunAsync);
    }

    /// <summary>A snapshot of what the writer has done so far.</summary>
    public WriterStatistics Statistics
    {
        get
        {
            var statistics = _context.Counters.Snapshot(_queue.Bytes.Used, _slots.Limit, _slots.Running);
            return _spool?.State is { } spool ? statistics with { SpooledRows = spool.Rows, SpooledBytes = spool.Bytes, Replayed = spool.Replayed } : statistics;
        }
    }

    /// <summary>Writes a row; completes when the database has answered the COMMIT that contains it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">
    /// While the row is queued: removes it, so that it is not written. Later: cancels the wait; the row will still be sent.
    /// </param>
    /// <exception cref="RowRejectedException">
    /// The database rejected the row, one of its values could not be read, <see cref="BatchingWriterOptions{T}.PartitionBy"/> threw for it, or it is larger than
    /// <see cref="BatchingWriterOptions{T}.QueueBytes"/>; an exception thrown by your own code is the inner exception.
    /// </exception>
    /// <exception cref="RowNotPersistedException">The row is proven not to be in the database.</exception>
    /// <exception cref="RowOutcomeUnknownException">The connection was lost between COMMIT and its answer.</exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; the row was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public ValueTask WriteAsync(T row, CancellationToken cancellationToken = default)
    {
        AmbientTransaction.Refuse();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : _queue.AddAsync(row, new Admission<T>(IsAwaited: true), cancellationToken);
    }

    /// <summary>
    /// Writes all columns of the row with this row's key; completes when the database has answered the COMMIT that contains the update. Updates, deletes and
    /// inserts of many callers share batches, and those that were admitted one after the other keep their order.
    /// </summary>
    /// <param name="row">The row. With a version column, the version it was read with; the database counts it up.</param>
    /// <param name="cancellationToken">
    /// While the row is queued: removes it, so that it is not written. Later: cancels the wait; the update will still be sent.
    /// </param>
    /// <returns>Whether there was a row with that key.</returns>
    /// <exception cref="ConcurrencyConflictException">There is one, and somebody has changed it since: nothing was written.</exception>
    /// <exception cref="MappingException">The row has no key, or no other column. It was not admitted.</exception>
    /// <exception cref="InvalidOperationException">The writer was created with <see cref="BatchingWriterOptions{T}.ReturnsKeys"/>. The row was not admitted.</exception>
    /// <exception cref="RowRejectedException">As for <see cref="WriteAsync"/>; or the row exists, and the database reported success and did not update it.</exception>
    /// <exception cref="RowNotPersistedException">The update is proven not to be in the database.</exception>
    /// <exception cref="RowOutcomeUnknownException">The connection was lost between COMMIT and its answer.</exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; the row was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    /// <remarks>
    /// A batch with updates or deletes is the only one in flight, unless there is a <see cref="BatchingWriterOptions{T}.PartitionBy"/>: rows with one key must then be
    /// of one partition. Rows of a <c>WriteManyAsync</c> that has not completed have no order among them.
    /// </remarks>
    public ValueTask<bool> UpdateAsync(T row, CancellationToken cancellationToken = default) => ChangeAsync(row, RowChange.Update, cancellationToken);

    /// <summary>
    /// Deletes the row with this row's key, whatever its version; completes when the database has answered the COMMIT that contains the delete. See
    /// <see cref="UpdateAsync"/> for the order.
    /// </summary>
    /// <param name="row">A row with the key; its other columns are not looked at.</param>
    /// <param name="cancellationToken">
    /// While the row is queued: removes it, so that it is not deleted. Later: cancels the wait; the delete will still be sent.
    /// </param>
    /// <returns>Whether there was a row with that key.</returns>
    /// <exception cref="MappingException">The row has no key. It was not admitted.</exception>
    /// <exception cref="InvalidOperationException">The writer was created with <see cref="BatchingWriterOptions{T}.ReturnsKeys"/>. The row was not admitted.</exception>
    /// <exception cref="RowRejectedException">As for <see cref="WriteAsync"/>; or the row exists, and the database reported success and did not delete it.</exception>
    /// <exception cref="RowNotPersistedException">The delete is proven not to be in the database.</exception>
    /// <exception cref="RowOutcomeUnknownException">The connection was lost between COMMIT and its answer.</exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; the row was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public ValueTask<bool> DeleteAsync(T row, CancellationToken cancellationToken = default) => ChangeAsync(row, RowChange.Delete, cancellationToken);

    /// <summary>
    /// Accepts a row for writing; waits while the queue is full, and with a <see cref="BatchingWriterOptions{T}.Spool"/> until the row is on the disk. Its outcome is counted in <see cref="Statistics"/>, and if it was accepted and
    /// not committed, it is passed to <see cref="BatchingWriterOptions{T}.DeadLetter"/>.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels the wait for room. A row that was accepted is not affected.</param>
    /// <exception cref="RowRejectedException">
    /// The row's size or partition could not be read, because your own code threw (the inner exception), or the row is larger than
    /// <see cref="BatchingWriterOptions{T}.QueueBytes"/>. It is counted; as this exception tells of it, it is not a dead letter.
    /// </exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; the row was not admitted.</exception>
    /// <exception cref="SpoolException">The row could not be written to the spool, and is not accepted.</exception>
    /// <exception cref="RowNotPersistedException">The writer has stopped, for the reason in the message; the row was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public ValueTask EnqueueAsync(T row, CancellationToken cancellationToken = default)
    {
        AmbientTransaction.Refuse();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : AcceptAsync(row, RowChange.Insert, cancellationToken);
    }

    /// <summary>
    /// Accepts an update for writing, as <see cref="EnqueueAsync"/> accepts a row, and writes it as <see cref="UpdateAsync"/> does. If the row is not there, that is no failure; if its version
    /// is another, the row is rejected.
    /// </summary>
    /// <param name="row">The row. With a version column, the version it was read with; the database counts it up.</param>
    /// <param name="cancellationToken">Cancels the wait for room. An update that was accepted is not affected.</param>
    /// <exception cref="MappingException">The row has no key, or no other column. It was not admitted.</exception>
    /// <exception cref="InvalidOperationException">The writer was created with <see cref="BatchingWriterOptions{T}.ReturnsKeys"/>. The row was not admitted.</exception>
    /// <exception cref="RowRejectedException">As for <see cref="EnqueueAsync"/>.</exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; the row was not admitted.</exception>
    /// <exception cref="SpoolException">The row could not be written to the spool, and is not accepted.</exception>
    /// <exception cref="RowNotPersistedException">The writer has stopped, for the reason in the message; the row was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public ValueTask EnqueueUpdateAsync(T row, CancellationToken cancellationToken = default) => EnqueueChangeAsync(row, RowChange.Update, cancellationToken);

    /// <summary>
    /// Accepts a delete for writing, as <see cref="EnqueueAsync"/> accepts a row, and deletes the row with this row's key as <see cref="DeleteAsync"/> does. If the row is not there, that is no failure.
    /// </summary>
    /// <param name="row">A row with the key.</param>
    /// <param name="cancellationToken">Cancels the wait for room. A delete that was accepted is not affected.</param>
    /// <inheritdoc cref="EnqueueUpdateAsync" path="/exception"/>
    public ValueTask EnqueueDeleteAsync(T row, CancellationToken cancellationToken = default) => EnqueueChangeAsync(row, RowChange.Delete, cancellationToken);

    /// <summary>
    /// Writes a sequence of rows and completes when each row has its outcome. Rows are put directly into batches, and the next batch is
    /// filled while others are in flight; memory use does not grow with the sequence. Rows that could not be committed do not throw: they are counted
    /// in the summary, which names the first 100, and each is passed to <see cref="BatchingWriterOptions{T}.DeadLetter"/>.
    /// </summary>
    /// <param name="rows">The rows, enumerated once. A row whose own code throws is rejected. If the sequence throws, the rows before it are written first, and then its exception is thrown.</param>
    /// <param name="cancellationToken">Stops reading and waiting. Batches already sent are still written; rows that were read and not sent are not.</param>
    /// <exception cref="RowNotPersistedException">The writer has stopped, for the reason in the message.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    /// <remarks>
    /// While the queue is full it waits, regardless of <see cref="BatchingWriterOptions{T}.FullMode"/>. Rows that were read are sent when an asynchronous source does not have the next one within 20 ms, or
    /// <see cref="BatchingWriterOptions{T}.Linger"/> if that is longer. When the call ends early, such a source is told by its token to end, and disposed; one that ignores the token is left after 1 s.
    /// </remarks>
    public ValueTask<WriteSummary> WriteManyAsync(IEnumerable<T> rows, CancellationToken cancellationToken = default)
        => StreamedWrite(rows, null, cancellationToken).RunAsync(rows, cancellationToken);

    /// <inheritdoc cref="WriteManyAsync(IEnumerable{T}, CancellationToken)"/>
    public ValueTask<WriteSummary> WriteManyAsync(IAsyncEnumerable<T> rows, CancellationToken cancellationToken = default)
        => StreamedWrite(rows, null, cancellationToken).RunAsync(rows, cancellationToken);

    /// <summary>
    /// Writes a sequence of rows, as <see cref="WriteManyAsync(IEnumerable{T}, CancellationToken)"/> does, and tells of each row that could not be
    /// committed while it runs: the row, its position and the reason. Such a row is then no dead letter.
    /// </summary>
    /// <param name="rows">The rows, enumerated once. A row whose own code throws is rejected. If the sequence throws, the rows before it are written first, and then its exception is thrown.</param>
    /// <param name="onFailed">
    /// Receives each row that was not committed, one call at a time, before this method completes. The batch of the row waits for it, so it must not wait for
    /// this writer. If it throws, or has not returned within <see cref="BatchingWriterOptions{T}.SendTimeout"/>, no more rows are read and that exception is thrown once the
    /// rows that were read have their outcomes; those that fail from then on, or after this call was cancelled, go to <see cref="BatchingWriterOptions{T}.DeadLetter"/>.
    /// Its token is the one of this call, cancelled too when the writer's time is up.
    /// </param>
    /// <param name="cancellationToken">Stops reading and waiting. Batches already sent are still written; rows that were read and not sent are not.</param>
    /// <exception cref="RowNotPersistedException">The writer has stopped, for the reason in the message.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    /// <remarks>
    /// While the queue is full it waits, regardless of <see cref="BatchingWriterOptions{T}.FullMode"/>. Rows that were read are sent when an asynchronous source does not have the next one within 20 ms, or
    /// <see cref="BatchingWriterOptions{T}.Linger"/> if that is longer. When the call ends early, such a source is told by its token to end, and disposed; one that ignores the token is left after 1 s.
    /// </remarks>
    public ValueTask<WriteSummary> WriteManyAsync(IEnumerable<T> rows, Func<FailedRow<T>, CancellationToken, ValueTask> onFailed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onFailed);
        return StreamedWrite(rows, onFailed, cancellationToken).RunAsync(rows, cancellationToken);
    }

    /// <inheritdoc cref="WriteManyAsync(IEnumerable{T}, Func{FailedRow{T}, CancellationToken, ValueTask}, CancellationToken)"/>
    public ValueTask<WriteSummary> WriteManyAsync(IAsyncEnumerable<T> rows, Func<FailedRow<T>, CancellationToken, ValueTask> onFailed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onFailed);
        return StreamedWrite(rows, onFailed, cancellationToken).RunAsync(rows, cancellationToken);
    }

    /// <summary>Completes when every row admitted before this call has its outcome, whatever it is. Rows of a <see cref="BatchingWriterOptions{T}.Spool"/> are then in the database, or rejected.</summary>
    /// <param name="cancellationToken">Cancels the wait; the rows are not affected.</param>
    /// <exception cref="RowNotPersistedException">The writer has stopped, or was disposed, and rows that were accepted before this call stay in the spool; the message has the reason.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        var spooled = _spool is null ? 0 : await _spool.PassedAsync(cancellationToken).ConfigureAwait(false);
        await _queue.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        _spool?.ThrowIfLeft(spooled);
    }

    /// <summary>Creates the table <c>dataaccess_ledger</c> if it does not exist; see <see cref="BatchingWriterOptions{T}.ExactlyOnce"/>.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public ValueTask EnsureLedgerAsync(CancellationToken cancellationToken = default) => Ledger.EnsureAsync(_session, cancellationToken);

    /// <summary>
    /// Admits no more rows and waits up to <see cref="BatchingWriterOptions{T}.DrainTimeout"/> for the queue to empty. Rows that are
    /// left end as <see cref="RowOutcome.NotPersisted"/>, or as <see cref="RowOutcome.Unknown"/> if their COMMIT was sent. Those of a <see cref="BatchingWriterOptions{T}.Spool"/> stay in it.
    /// <see cref="BatchingWriterOptions{T}.DeadLetter"/> then has 5 s more, for all of its calls.
    /// </summary>
    public ValueTask DisposeAsync() => DrainAsync(CancellationToken.None);

    /// <summary><see cref="DisposeAsync"/>, which waits for the queue no longer once it is cancelled; it never throws for that.</summary>
    internal async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            await _work.ConfigureAwait(false);
            return;
        }

        var ending = EndAsync();
        try
        {
            await ending.WaitAsync(_context.Options.DrainTimeout, _context.Session.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            var before = Statistics;
            if (exception is OperationCanceledException)
            {
                _context.DrainLimit = "the host's ShutdownTimeout";
            }

            await _abort.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
            var after = Statistics;
            Log.DrainAborted(
                _context.Session.Logger,
                _context.Table,
                _context.DrainLimit,
                before.Queued,
                after.NotPersisted - before.NotPersisted,
                after.Unknown - before.Unknown);
        }

        if (_spool is not null)
        {
            await _spool.DisposeAsync().ConfigureAwait(false);
        }

        _context.Metrics.Withdraw();
        _abort.Dispose();
        _context.Dispose();
    }

    /// <summary>
    /// Like <see cref="DisposeAsync"/>, for a container that is disposed synchronously. The thread blocks until every row has its
    /// outcome, which is bounded in the same way; prefer <see cref="DisposeAsync"/>.
    /// </summary>
    public void Dispose() => Detached.Wait(() => DisposeAsync().AsTask(), _context.Options.DrainTimeout + _context.Options.SendTimeout + WriterContext<T>.HandlerGrace, _context.Session.Time);

    private ValueTask AcceptAsync(T row, RowChange change, CancellationToken cancellationToken)
        => _spool is null
            ? _queue.AddAsync(row, new Admission<T>(IsAwaited: false, Change: change), cancellationToken)
            : _spool.EnqueueAsync(row, change, cancellationToken);

    /// <summary>Admits no more rows, passes those of the spool to the queue, and completes when it is empty.</summary>
    private async Task EndAsync()
    {
        if (_spool is not null)
        {
            _queue.CloseToCallers();
            await _spool.DrainAsync().ConfigureAwait(false);
        }

        _queue.Close();
        await _work.ConfigureAwait(false);
    }

    private ValueTask EnqueueChangeAsync(T row, RowChange change, CancellationToken cancellationToken)
    {
        CheckChange(change);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : AcceptAsync(row, change, cancellationToken);
    }

    private void CheckChange(RowChange change)
    {
        AmbientTransaction.Refuse();
        ChangeSql<T>.Check(_context.Map, change);
        if (_context.Options.ReturnsKeys)
        {
            throw new InvalidOperationException(
                $"The writer for '{_context.Table}' gives keys back ({nameof(BatchingWriterOptions<>.ReturnsKeys)}), and sends nothing but inserts. Create another writer for updates and deletes.");
        }
    }

    private async ValueTask<bool> ChangeAsync(T row, RowChange change, CancellationToken cancellationToken)
    {
        CheckChange(change);
        cancellationToken.ThrowIfCancellationRequested();
        var answer = new RowAnswer();
        try
        {
            await _queue.AddAsync(row, new Admission<T>(IsAwaited: true, Answer: answer, Change: change), cancellationToken).ConfigureAwait(false);
        }
        catch (RowRejectedException) when (answer.Value is ChangeAnswer.Conflict)
        {
            throw ChangeSql<T>.Conflict(_context.Map, row);
        }

        return answer.Value is ChangeAnswer.Changed;
    }

    private StreamedWrite<T> StreamedWrite(object rows, Func<FailedRow<T>, CancellationToken, ValueTask>? onFailed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        AmbientTransaction.Refuse();
        var handler = onFailed is null ? null : new FailureHandler<T>(_context, onFailed, cancellationToken);
        return new StreamedWrite<T>(_context, _queue, _dispatcher, handler);
    }

    private async Task RunAsync()
    {
        var pumps = _queue.Partitions.Select(partition => new BatchAccumulator<T>(_context, _queue, partition, _dispatcher).RunAsync());
        await Task.WhenAll(pumps).ConfigureAwait(false);
        await _slots.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>At most half of the pool, so that a busy writer leaves the other half to other callers.</summary>
    private static int MaxSlots(SessionContext session, BatchingWriterOptions<T> options)
        => session.Provider.HasSingleWriter ? 1 : Math.Clamp(session.Connections.Statistics.Max / 2, 1, options.MaxInFlight);
}
