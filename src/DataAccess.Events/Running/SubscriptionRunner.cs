using DataAccess.Events.Handling;
using DataAccess.Events.Owning;
using DataAccess.Events.Reading;
using DataAccess.Events.Subscribing;
using DataAccess.Events.Telemetry;
using DataAccess.Events.Waking;

namespace DataAccess.Events.Running;

/// <summary>Reads the deliveries of a subscription's parts and has them handled.</summary>
internal sealed class SubscriptionRunner : IPartOwner
{
    private const int MaxWindow = 10_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    private readonly HandlerContext _context;
    private readonly DeliveryQueue _queue = new();
    private readonly DeliveryReader _reader;
    private readonly DeliveryStore _store;
    private readonly DeliveryRunner _deliveries;
    private readonly Signal _signal = new();
    private readonly HashSet<int> _orphaned = [];
    private readonly PartTokens _tokens;
    private readonly int _window;
    private volatile bool _isPaused;

    public SubscriptionRunner(HandlerContext context, Handler handler, Slots slots, CancellationToken abort)
    {
        _context = context;
        _reader = new DeliveryReader(context.Database, context.Subscription.Id, context.Owner);
        _store = new DeliveryStore(context.Database, context.Subscription.Id, context.Owner);
        _tokens = new PartTokens(abort);
        var concurrency = context.Options.Concurrency ?? (handler.TakesBatches ? 4 : 32);
        _window = handler.TakesBatches ? concurrency * context.Options.MaxBatch * 2 : Math.Max(200, concurrency * 4);
        _window = Math.Min(_window, MaxWindow);
        _deliveries = new DeliveryRunner(context, handler, slots, concurrency, _queue, _store, _tokens, _signal.Set, abort);
    }

    public Subscription Subscription => _context.Subscription;

    public IReadOnlyCollection<int> Parts => _queue.Parts;

    public bool IsPaused
    {
        set
        {
            if (_isPaused && !value)
            {
                _signal.Set();
            }

            var begins = value && !_isPaused;
            _isPaused = value;
            if (begins)
            {
                _queue.ForgetWaiting();
            }
        }
    }

    private TimeProvider Time => _context.Database.Context.Time;

    /// <summary>There may be something to read.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Some that waited for their time are ready.</summary>
    public void WakeAfterWait()
    {
        _queue.MarkBlockedStale();
        _signal.Set();
    }

    public void Gain(IReadOnlyList<int> parts, IReadOnlyList<int> orphaned)
    {
        lock (_orphaned)
        {
            _orphaned.UnionWith(orphaned);
        }

        _tokens.Add(parts);
        _queue.AddParts(parts);
        _signal.Set();
    }

    public void Lose(IReadOnlyList<int> parts)
    {
        _queue.RemoveParts(parts);
        _tokens.Cancel(parts);
    }

    public async Task QuitAsync(IReadOnlyList<int> parts)
    {
        _queue.RemoveParts(parts);
        while (_queue.CountOf(parts) > 0)
        {
            await Task.Delay(FirstPause, Time).ConfigureAwait(false);
        }
    }

    /// <summary>Runs until it is stopped; what is being handled then goes on.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var found = await ReadAsync(stopping).ConfigureAwait(false);
                pause = found ? FirstPause : pause * 2;

                // After a while the poller, which looks for all subscriptions at once, and the publishers wake it.
                await _signal.WaitAsync(pause > LastPause ? Timeout.InfiniteTimeSpan : pause, Time, stopping).ConfigureAwait(false);
                pause = pause > LastPause ? FirstPause : pause;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                EventLog.NotRead(_context.Database.Context.Logger, Subscription.Name, exception.GetType().Name, exception.Message, FailurePause);
                await Task.Delay(FailurePause, Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _signal.Set();
            }
        }
    }

    /// <summary>Completes when nothing is handled any more.</summary>
    public Task DrainAsync()
    {
        _queue.RemoveParts(_queue.Parts);
        return _deliveries.DrainAsync();
    }

    /// <summary>Reads once; true if there was something, or may be more.</summary>
    private async ValueTask<bool> ReadAsync(CancellationToken stopping)
    {
        if (_queue.Parts.Length == 0 || _isPaused)
        {
            return false;
        }

        if (_queue.Count > _window / 2)
        {
            // The end of one of them sets the signal.
            return true;
        }

        var (parts, readsBlocked) = _queue.Begin();
        if (readsBlocked)
        {
            await ReadBlockedAsync(parts, stopping).ConfigureAwait(false);
        }

        if (parts.Length == 0)
        {
            return false;
        }

        var known = _queue.BeginRead();
        var rows = await _reader.ReadAsync(parts, _window, known, stopping).ConfigureAwait(false);
        rows = await CountOrphansAsync(rows, stopping).ConfigureAwait(false);
        var (added, blocked) = _queue.Add(rows);
        if (_isPaused)
        {
            // Paused while it read.
            _queue.ForgetWaiting();
            return false;
        }

        foreach (var behind in blocked.GroupBy(static b => b.Behind, static b => b.Delivery.Id))
        {
            await PutAsideAsync([.. behind], behind.Key, stopping).ConfigureAwait(false);
        }

        if (added > 0)
        {
            _deliveries.Start();
        }

        if (_queue.IsBlockedStale || blocked.Count > 0)
        {
            _signal.Set();
        }

        return added > 0 || blocked.Count > 0;
    }

    private async ValueTask PutAsideAsync(long[] ids, Block behind, CancellationToken stopping)
    {
        if (behind.Until is { } until)
        {
            var pause = Left(until);
            await _store.PutAsideAsync(ids, pause, stopping).ConfigureAwait(false);
            _context.Waits(pause);
        }
        else if (!await _store.StopAsync(ids, behind.Id, stopping).ConfigureAwait(false))
        {
            // A person has retried or dropped it.
            _queue.MarkBlockedStale();
        }
    }

    private async ValueTask ReadBlockedAsync(int[] parts, CancellationToken stopping)
    {
        try
        {
            var stopsKeys = _context.Options.AfterDead == AfterDead.StopKey;
            var now = Time.GetTimestamp();
            var keys = await _reader.BlockedAsync(parts, stopsKeys, stopping).ConfigureAwait(false);
            _queue.SetBlocked(keys.Select(k => KeyValuePair.Create(
                k.EventKey, new Block(k.Id, k.State == (short)Storage.DeliveryState.Dead ? null : now + (long)(Math.Max(0, -k.Age) * Time.TimestampFrequency)))));
        }
        catch (Exception)
        {
            _queue.MarkBlockedStale();
            throw;
        }
    }

    /// <summary>
    /// Counts an attempt of what the program before may have been handling when it ended without giving its parts up: an event at which the program dies each time
    /// becomes a dead letter too.
    /// </summary>
    private async ValueTask<IReadOnlyList<Delivery>> CountOrphansAsync(IReadOnlyList<Delivery> rows, CancellationToken stopping)
    {
        int[] orphaned;
        lock (_orphaned)
        {
            orphaned = [.. _orphaned];
            _orphaned.Clear();
        }

        if (orphaned.Length == 0)
        {
            return rows;
        }

        var suspects = rows.Where(d => orphaned.Contains(d.Part)).ToList();
        if (suspects.Count == 0)
        {
            return rows;
        }

        await _store.CountAttemptAsync([.. suspects.Select(static d => d.Id)], stopping).ConfigureAwait(false);
        return [.. rows.Select(d => orphaned.Contains(d.Part) ? d with { Attempt = d.Attempt + 1 } : d)];
    }

    private TimeSpan Left(long until)
    {
        var left = Time.GetElapsedTime(Time.GetTimestamp(), until);
        return left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1);
    }
}
