using System.Collections.Concurrent;
using DataAccess.Providers;
using DataAccess.Telemetry;
using DataAccess.Writing.Batching;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Queue;

namespace DataAccess.Writing.Sending;

/// <summary>Sends batches, each in an in-flight slot that its caller has taken, and releases the slot.</summary>
internal sealed class BatchDispatcher<T> : IBatchSink<T>
{
    private readonly WriterContext<T> _context;
    private readonly WriterQueue<T> _queue;
    private readonly InFlightSlots _slots;
    private readonly BatchOutcomes<T> _outcomes;
    private readonly Ledger? _ledger;
    private readonly Func<BatchSender<T>> _createSender;
    private readonly ConcurrentBag<BatchSender<T>> _senders = [];
    private readonly ConcurrentBag<Batch<T>> _spare = [];
    private long _statementLimit = long.MaxValue;

    public BatchDispatcher(WriterContext<T> context, WriterQueue<T> queue, InFlightSlots slots, Ledger? ledger, Func<BatchInserter<T>> createInserter)
    {
        _slots = slots;
        _outcomes = new BatchOutcomes<T>(context, queue.Outcomes);
        _context = context;
        _queue = queue;
        _ledger = ledger;
        _createSender = () => new BatchSender<T>(context, slots, new BatchTransport<T>(context, createInserter(), ledger), _outcomes);

        // Created immediately, so that a row type that cannot be sent is known before the first row is written.
        _senders.Add(_createSender());
    }

    public long StatementLimit => Interlocked.Read(ref _statementLimit);

    public Batch<T> Rent() => _spare.TryTake(out var batch) ? batch : new Batch<T>();

    public ValueTask EnterAsync(CancellationToken cancellationToken) => _slots.EnterAsync(cancellationToken);

    public async Task SendAsync(Batch<T> batch)
    {
        if (batch.Count == 0)
        {
            Return(batch);
            _slots.Leave();
            return;
        }

        var started = _context.Session.Time.GetTimestamp();
        var (rows, wasFull) = (batch.Count, batch.Reason is CloseReason.Rows or CloseReason.Bytes or CloseReason.Packet);
        try
        {
            _context.Metrics.Closed(Names<CloseReason>.Of(batch.Reason), rows, batch.Bytes, batch.OldestAt);
            var sender = _senders.TryTake(out var spare) ? spare : _createSender();
            await sender.SendAsync(batch).ConfigureAwait(false);
            Interlocked.Exchange(ref _statementLimit, sender.StatementLimit);
            _senders.Add(sender);
        }
        catch (Exception exception)
        {
            // A bug in this library. The state of the sender is unknown, so it is not reused.
            await _outcomes.AbandonAsync(batch, exception).ConfigureAwait(false);
        }
        finally
        {
            End(batch);
            _slots.Leave(rows, _context.Session.Time.GetElapsedTime(started), wasFull);
        }

        if (_ledger is not null)
        {
            await _ledger.PruneAsync().ConfigureAwait(false);
        }
    }

    private void End(Batch<T> batch)
    {
        if (batch.Stream is { } stream)
        {
            _queue.Bytes.Release(batch.BudgetBytes);
            batch.Barrier!.Leave();
            stream.Leave();
        }

        Return(batch);
    }

    private void Return(Batch<T> batch)
    {
        batch.Clear();
        if (_spare.Count <= _context.Options.MaxInFlight)
        {
            _spare.Add(batch);
        }
    }
}
