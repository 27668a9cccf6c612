using System.Collections.Concurrent;

namespace DataAccess;

/// <summary>Sends batches, each on a lane that its caller has entered, and gives the lane back.</summary>
internal sealed class LaneRunner<T>
{
    private readonly WriterContext<T> _context;
    private readonly WriterQueue<T> _queue;
    private readonly Ledger? _ledger;
    private readonly Func<BatchSender<T>> _createSender;
    private readonly ConcurrentBag<BatchSender<T>> _senders = [];
    private readonly ConcurrentBag<Batch<T>> _spare = [];
    private long _packetBytes = long.MaxValue;

    public LaneRunner(WriterContext<T> context, WriterQueue<T> queue, Ledger? ledger, Func<BatchInserter<T>> createInserter)
    {
        _context = context;
        _queue = queue;
        _ledger = ledger;
        _createSender = () => new BatchSender<T>(context, new BatchTransport<T>(context, createInserter(), ledger), queue.Outcomes);

        // At once, so that a row that cannot be sent at all is known before the first is written.
        _senders.Add(_createSender());
    }

    /// <summary>How many bytes of values the server takes in one batch, as far as it is known.</summary>
    public long PacketBytes => Interlocked.Read(ref _packetBytes);

    /// <summary>An empty batch; <see cref="RunAsync"/> takes it back.</summary>
    public Batch<T> Rent() => _spare.TryTake(out var batch) ? batch : new Batch<T>();

    public async Task RunAsync(Batch<T> batch)
    {
        if (batch.Count == 0)
        {
            Return(batch);
            _context.Lanes.Leave();
            return;
        }

        var started = _context.Database.Time.GetTimestamp();
        var (rows, wasFull) = (batch.Count, batch.Reason is SealReason.Rows or SealReason.Bytes or SealReason.Packet);
        try
        {
            _context.Metrics.Sealed(batch.Reason, rows, batch.Bytes, batch.OldestAt);
            var sender = _senders.TryTake(out var spare) ? spare : _createSender();
            await sender.SendAsync(batch).ConfigureAwait(false);
            Interlocked.Exchange(ref _packetBytes, sender.PacketBytes);
            _senders.Add(sender);
        }
        catch (Exception exception)
        {
            // A mistake in here. The sender's state is in doubt, so it is not used again.
            await _queue.Outcomes.AbandonAsync(batch, exception).ConfigureAwait(false);
        }
        finally
        {
            End(batch);
            _context.Lanes.Leave(rows, _context.Database.Time.GetElapsedTime(started), wasFull);
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
            _context.Credits.Release(batch.Credits);
            batch.Epoch!.Leave();
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
