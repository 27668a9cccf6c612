using DataAccess.Events.Handling;
using DataAccess.Events.Reading;
using DataAccess.Events.Telemetry;
using DataAccess.Threading;

namespace DataAccess.Events.Running;

/// <summary>Has what was read handled, as many at once as is allowed, and stores what became of it.</summary>
internal sealed class DeliveryRunner
{
    private readonly HandlerContext _context;
    private readonly Handler _handler;
    private readonly Slots _slots;
    private readonly SlotShare _share;
    private readonly int _concurrency;
    private readonly DeliveryQueue _queue;
    private readonly DeliveryEnds _ends;
    private readonly PartTokens _tokens;
    private readonly Acknowledger _acknowledger;
    private readonly Action _ended;
    private readonly CancellationToken _abort;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _workers = [];
    private int _running;

    public DeliveryRunner(
        HandlerContext context, Handler handler, Slots slots, int concurrency, DeliveryQueue queue, DeliveryStore store, PartTokens tokens, Action ended, CancellationToken abort)
    {
        (_context, _handler, _slots, _concurrency, _queue, _tokens, _ended, _abort) = (context, handler, slots, concurrency, queue, tokens, ended, abort);
        _share = new SlotShare(context.Options.Priority);
        _ends = new DeliveryEnds(context, queue, store, abort);
        _acknowledger = new Acknowledger(context, store, OnAcknowledged, abort);
    }

    /// <summary>Starts as many workers as there may be and is work for.</summary>
    public void Start()
    {
        lock (_gate)
        {
            while (_running < _concurrency && _running < _queue.Count)
            {
                _running++;
                var worker = Detached.RunAsync(WorkAsync);
                _workers.Add(worker);
                _ = worker.ContinueWith(ended => Remove(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Completes when nothing is handled any more, and what was is acknowledged or given up.</summary>
    public async Task DrainAsync()
    {
        Task[] workers;
        lock (_gate)
        {
            workers = [.. _workers];
        }

        await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _acknowledger.Idle.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Remove(Task worker)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
        }
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            await _slots.AcquireAsync(_share).ConfigureAwait(false);
            try
            {
                var taken = _handler.TakesBatches ? _queue.TakeBatch(_context.Options.MaxBatch) : _queue.TryTake() is { } one ? [one] : [];
                if (taken.Length == 0 && EndWorker())
                {
                    return;
                }

                if (taken.Length > 0)
                {
                    await HandleAsync(await BuryAsync(taken).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }
            finally
            {
                _slots.Release();
            }
        }
    }

    /// <summary>Ends a worker that has found nothing, unless there is something by now: whoever has added it may have counted on this worker.</summary>
    private bool EndWorker()
    {
        lock (_gate)
        {
            if (_queue.HasReady)
            {
                return false;
            }

            _running--;
            return true;
        }
    }

    /// <summary>Takes out those that have had all their attempts, as programs ended while they had them, and what is behind them.</summary>
    private async ValueTask<Delivery[]> BuryAsync(Delivery[] deliveries)
    {
        if (Array.TrueForAll(deliveries, d => d.Attempt < _context.Options.MaxAttempts))
        {
            return deliveries;
        }

        var left = new HashSet<string>(StringComparer.Ordinal);
        List<Delivery> others = [];
        foreach (var delivery in deliveries)
        {
            if (delivery.EventKey is { } key && left.Contains(key))
            {
                PutBack([delivery]);
            }
            else if (delivery.Attempt < _context.Options.MaxAttempts)
            {
                others.Add(delivery);
            }
            else
            {
                left.UnionWith(delivery.EventKey is { } own ? [own] : []);
                await _ends.FailAsync(delivery, new InvalidOperationException(Invariant($"The program ended while it may have been handling the event, which has had {delivery.Attempt} attempts."))).ConfigureAwait(false);
            }
        }

        _ended();
        return [.. others];
    }

    private ValueTask HandleAsync(Delivery[] deliveries) => deliveries.Length == 0 ? default : HandleAsync(deliveries, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Handles deliveries together; if that fails, in halves, until those that fail are alone.</summary>
    /// <param name="deliveries">The deliveries.</param>
    /// <param name="left">The keys of those that were not handled, behind which no other of the key may be.</param>
    private async ValueTask HandleAsync(Delivery[] deliveries, HashSet<string> left)
    {
        var (isDone, failure) = await TryAsync(deliveries).ConfigureAwait(false);
        if (isDone)
        {
            return;
        }

        if (failure is not null && deliveries.Length > 1)
        {
            var half = deliveries.Length / 2;
            await HandleAsync(deliveries[..half], left).ConfigureAwait(false);
            var isBehind = deliveries[half..].ToLookup(d => d.EventKey is { } key && left.Contains(key));
            PutBack([.. isBehind[true]]);
            if (isBehind[false].Any())
            {
                await HandleAsync([.. isBehind[false]], left).ConfigureAwait(false);
            }

            return;
        }

        left.UnionWith(deliveries.Select(static d => d.EventKey).OfType<string>());
        if (failure is null)
        {
            PutBack(deliveries);
        }
        else
        {
            await _ends.FailAsync(deliveries[0], failure).ConfigureAwait(false);
        }

        _ended();
    }

    private void PutBack(Delivery[] deliveries) => Array.ForEach(deliveries, _queue.PutBack);

    /// <summary>One attempt: whether they are handled, and if not, why; null if they are to be read again.</summary>
    private async ValueTask<(bool IsDone, Exception? Failure)> TryAsync(Delivery[] deliveries)
    {
        var part = deliveries[0].Part;
        var tokens = deliveries.Length == 1 ? null : CancellationTokenSource.CreateLinkedTokenSource([.. deliveries.Select(static d => d.Part).Distinct().Select(_tokens.Of)]);
        var token = tokens?.Token ?? _tokens.Of(part);
        var span = EventSpans.Start(_context, deliveries);
        var began = _context.Database.Context.Time.GetTimestamp();
        Exception? failure = null;
        try
        {
            token.ThrowIfCancellationRequested();
            await _handler.RunAsync(_context, deliveries, () => EventLog.LeftBehind(Logger, _context.Subscription.Name, _context.Events.HandlerGrace, deliveries[0].Id), token).ConfigureAwait(false);
            OnHandled(deliveries, began);
            return (true, null);
        }
        catch (Exception exception) when (token.IsCancellationRequested || exception is DeliveryLostException)
        {
            if (exception is DeliveryLostException)
            {
                EventLog.DeliveryLost(Logger, deliveries[0].Id, _context.Subscription.Name);
                _context.Doubt();
            }

            return (false, null);
        }
        catch (Exception exception)
        {
            failure = exception;
            return (false, exception);
        }
        finally
        {
            EventSpans.End(span, failure);
            tokens?.Dispose();
        }
    }

    private Microsoft.Extensions.Logging.ILogger Logger => _context.Database.Context.Logger;

    private void OnHandled(Delivery[] deliveries, long began)
    {
        var tags = EventMetrics.Of(_context.Subscription.Name, _context.Subscription.Topic);
        EventMetrics.Duration.Record(_context.Database.Context.Time.GetElapsedTime(began).TotalSeconds, tags);
        EventMetrics.Handled.Add(deliveries.Length, tags);
        if (EventMetrics.Delay.Enabled)
        {
            var now = _context.Database.Context.Time.GetUtcNow();
            Array.ForEach(deliveries, d => EventMetrics.Delay.Record(Math.Max(0, (now - (d.Due > d.Created ? d.Due.Value : d.Created)).TotalSeconds), tags));
        }

        foreach (var delivery in deliveries)
        {
            _queue.Handled(delivery);
            if (!_handler.Acknowledges)
            {
                _acknowledger.Add(delivery);
            }
        }

        if (_handler.Acknowledges)
        {
            OnAcknowledged(deliveries);
        }
        else if (_queue.Count > 0)
        {
            Start();
        }
    }

    private void OnAcknowledged(IReadOnlyList<Delivery> deliveries)
    {
        _queue.Forget(deliveries);
        Start();
        _ended();
    }
}
