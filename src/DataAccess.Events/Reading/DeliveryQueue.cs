using System.Runtime.InteropServices;

namespace DataAccess.Events.Reading;

/// <summary>
/// What was read and is not done: one after the other within a key, side by side between keys. It decides without a clock or an await, and is safe for concurrent use.
/// </summary>
internal sealed class DeliveryQueue
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Delivery> _known = [];
    private readonly Dictionary<string, KeyLane> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<Delivery> _ready = new();

    // What has ended since the last read began: it may still be in that read's result.
    private readonly HashSet<long> _gone = [];

    // What has been let go of since the last read began, which does not contain it: what is behind it must not be taken from that read.
    private readonly HashSet<string> _releasedKeys = new(StringComparer.Ordinal);
    private readonly HashSet<int> _releasedParts = [];
    private readonly Dictionary<string, Block> _blocked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Block> _newlyBlocked = new(StringComparer.Ordinal);
    private readonly HashSet<int> _parts = [];

    /// <summary>How many are known and not done.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _known.Count;
            }
        }
    }

    /// <summary>Whether there is one to take.</summary>
    public bool HasReady
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count > 0;
            }
        }
    }

    /// <summary>Whether the blocked keys have to be read before the next deliveries are.</summary>
    public bool IsBlockedStale { get; private set; } = true;

    /// <summary>The parts from which deliveries are taken.</summary>
    public int[] Parts
    {
        get
        {
            lock (_gate)
            {
                return [.. _parts];
            }
        }
    }

    public void MarkBlockedStale()
    {
        lock (_gate)
        {
            IsBlockedStale = true;
        }
    }

    public void AddParts(IReadOnlyList<int> parts)
    {
        lock (_gate)
        {
            _parts.UnionWith(parts);
            IsBlockedStale = true;
        }
    }

    /// <summary>Takes nothing more of parts, and forgets what has not begun.</summary>
    public void RemoveParts(IReadOnlyList<int> parts)
    {
        lock (_gate)
        {
            _parts.ExceptWith(parts);
            _releasedParts.UnionWith(parts);
            ForgetWaiting(d => !_parts.Contains(d.Part));
        }
    }

    /// <summary>Forgets what has not begun; it is read again.</summary>
    public void ForgetWaiting()
    {
        lock (_gate)
        {
            ForgetWaiting(static _ => true);
        }
    }

    /// <summary>How many of parts are known and not done.</summary>
    public int CountOf(IReadOnlyList<int> parts)
    {
        lock (_gate)
        {
            return _known.Values.Count(d => parts.Contains(d.Part));
        }
    }

    /// <summary>The parts to read now, and whether their blocked keys have to be read before: those of a part that comes later are not.</summary>
    public (int[] Parts, bool ReadsBlocked) Begin()
    {
        lock (_gate)
        {
            var readsBlocked = IsBlockedStale;
            if (readsBlocked)
            {
                BeginBlocked_NeedsGate();
            }

            return ([.. _parts], readsBlocked);
        }
    }

    /// <summary>What was read of the blocked keys; what was blocked meanwhile stays.</summary>
    public void SetBlocked(IEnumerable<KeyValuePair<string, Block>> blocked)
    {
        lock (_gate)
        {
            _blocked.Clear();
            foreach (var (key, block) in blocked.Concat(_newlyBlocked))
            {
                Keep(_blocked, key, block);
            }
        }
    }

    /// <summary>Called before deliveries are read; gives those which are known.</summary>
    public long[] BeginRead()
    {
        lock (_gate)
        {
            _gone.Clear();
            _releasedKeys.Clear();
            _releasedParts.Clear();
            return [.. _known.Keys];
        }
    }

    /// <summary>Adds what was read, in the order of the ids.</summary>
    /// <returns>How many are new, and those which wait behind another of their key and are to be put aside, with what they wait for.</returns>
    public (int Added, IReadOnlyList<(Delivery Delivery, Block Behind)> Blocked) Add(IReadOnlyList<Delivery> deliveries)
    {
        lock (_gate)
        {
            var added = 0;
            List<(Delivery, Block)> behind = [];
            HashSet<string> unsure = new(StringComparer.Ordinal);
            foreach (var delivery in deliveries)
            {
                if (_known.ContainsKey(delivery.Id) || _gone.Contains(delivery.Id) || !_parts.Contains(delivery.Part) || IsReleased(delivery))
                {
                    continue;
                }

                if (delivery.EventKey is { } key && _blocked.TryGetValue(key, out var block) && delivery.Id >= block.Id)
                {
                    if (delivery.Id == block.Id && !IsFailing(key))
                    {
                        // It is ready again, so others of its key may be as well.
                        unsure.Add(key);
                        IsBlockedStale = true;
                    }
                    else if (delivery.Id != block.Id && !unsure.Contains(key))
                    {
                        behind.Add((delivery, block));
                    }

                    continue;
                }

                added++;
                Add(delivery);
            }

            return (added, behind);
        }
    }

    /// <summary>Takes the next one.</summary>
    public Delivery? TryTake()
    {
        lock (_gate)
        {
            return _ready.TryDequeue(out var delivery) ? delivery : null;
        }
    }

    /// <summary>Takes as many as can be handled together, in the order of the ids.</summary>
    public Delivery[] TakeBatch(int atMost)
    {
        lock (_gate)
        {
            List<Delivery> batch = [];
            while (batch.Count < atMost && _ready.TryDequeue(out var first))
            {
                batch.Add(first);
                if (first.EventKey is not { } key)
                {
                    continue;
                }

                var lane = _lanes[key];
                while (batch.Count < atMost && lane.Waiting.TryDequeue(out var next))
                {
                    lane.Running++;
                    batch.Add(next);
                }
            }

            batch.Sort(static (a, b) => a.Id.CompareTo(b.Id));
            return [.. batch];
        }
    }

    /// <summary>It was handled: the next one of its key may begin. It stays known until <see cref="Forget"/>.</summary>
    public void Handled(Delivery delivery)
    {
        lock (_gate)
        {
            Advance(delivery);
        }
    }

    /// <summary>It has failed: those behind it wait.</summary>
    public void Failing(Delivery delivery, Block block)
    {
        lock (_gate)
        {
            if (delivery.EventKey is { } key)
            {
                Keep(_blocked, key, block);
                Keep(_newlyBlocked, key, block);
                _lanes[key].Failing = block;
                DropBehind(_lanes[key]);
            }
        }
    }

    /// <summary>It was not handled and is read again, as are those behind it.</summary>
    public void PutBack(Delivery delivery)
    {
        lock (_gate)
        {
            if (delivery.EventKey is { } key)
            {
                _releasedKeys.Add(key);
                DropBehind(_lanes[key]);
                _lanes[key].Failing = null;
            }

            Advance(delivery);
            _known.Remove(delivery.Id);
            IsBlockedStale = true;
        }
    }

    /// <summary>What became of it is stored.</summary>
    public void Forget(IReadOnlyList<Delivery> deliveries)
    {
        lock (_gate)
        {
            foreach (var delivery in deliveries)
            {
                _known.Remove(delivery.Id);
                _gone.Add(delivery.Id);
            }
        }
    }

    /// <summary>Called before the blocked keys are read.</summary>
    private void BeginBlocked_NeedsGate()
    {
        IsBlockedStale = false;
        _newlyBlocked.Clear();

        // Those that are failing now may be stored after the read, and before its result is here.
        foreach (var lane in _lanes.Values)
        {
            if (lane.Failing is { } failing)
            {
                Keep(_newlyBlocked, lane.Key, failing);
            }
        }
    }

    private void Add(Delivery delivery)
    {
        _known.Add(delivery.Id, delivery);
        if (delivery.EventKey is { } key)
        {
            ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(_lanes, key, out var isKnown);
            lane ??= new KeyLane(key);
            if (isKnown)
            {
                lane.Waiting.Enqueue(delivery);
                return;
            }

            lane.Running = 1;
        }

        _ready.Enqueue(delivery);
    }

    private void Advance(Delivery delivery)
    {
        if (delivery.EventKey is not { } key || !_lanes.TryGetValue(key, out var lane) || --lane.Running > 0)
        {
            return;
        }

        if (lane.Waiting.TryDequeue(out var next))
        {
            lane.Failing = null;
            lane.Running = 1;
            _ready.Enqueue(next);
        }
        else
        {
            _lanes.Remove(key);
        }
    }

    private void DropBehind(KeyLane lane)
    {
        while (lane.Waiting.TryDequeue(out var dropped))
        {
            _known.Remove(dropped.Id);
        }
    }

    private void ForgetWaiting(Func<Delivery, bool> which)
    {
        for (var n = _ready.Count; n > 0; n--)
        {
            var delivery = _ready.Dequeue();
            if (!which(delivery))
            {
                _ready.Enqueue(delivery);
                continue;
            }

            _known.Remove(delivery.Id);
            if (delivery.EventKey is { } key)
            {
                _releasedKeys.Add(key);
                DropBehind(_lanes[key]);
                _lanes.Remove(key);
            }
        }

        foreach (var lane in _lanes.Values.Where(lane => lane.Waiting.TryPeek(out var first) && which(first)))
        {
            _releasedKeys.Add(lane.Key);
            DropBehind(lane);
        }
    }

    private bool IsReleased(Delivery delivery) => _releasedParts.Contains(delivery.Part) || (delivery.EventKey is { } key && _releasedKeys.Contains(key));

    private bool IsFailing(string key) => _lanes.TryGetValue(key, out var lane) && lane.Failing is not null;

    /// <summary>Keeps the one that others wait for: that with the lower id.</summary>
    private static void Keep(Dictionary<string, Block> blocks, string key, Block block)
    {
        if (!blocks.TryGetValue(key, out var known) || block.Id <= known.Id)
        {
            blocks[key] = block;
        }
    }
}
