namespace DataAccess.Conformance.Faults;

/// <summary>The faults that are still to come. Pure but for its lock: connections tell it what passes, it says what happens.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _armed = [];
    private readonly List<string> _fired = [];

    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the next commit has been answered.</summary>
    public Task NextAnswer
    {
        get
        {
            lock (_lock)
            {
                return _answered.Task;
            }
        }
    }

    /// <summary>The names of what has happened, in order.</summary>
    public IReadOnlyList<string> Fired
    {
        get
        {
            lock (_lock)
            {
                return [.. _fired];
            }
        }
    }

    /// <summary>What the proxy answers a message of a client's with in the server's place, or null where it goes on to the server.</summary>
    public Func<ReadOnlyMemory<byte>, byte[]?>? Instead { get; set; }

    /// <summary>A connection says that the answer to its commit has gone on to the client.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            _answered.SetResult();
            _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Notes what has happened that was not armed.</summary>
    public void Note(string name)
    {
        lock (_lock)
        {
            _fired.Add(name);
        }
    }

    public void Arm(params ReadOnlySpan<Fault> faults)
    {
        lock (_lock)
        {
            _armed.AddRange(faults);
        }
    }

    /// <summary>From here on nothing goes wrong any more.</summary>
    public void Disarm()
    {
        lock (_lock)
        {
            _armed.Clear();
            Instead = null;
        }
    }

    /// <summary>A connection has come to a point; returns the fault that happens there now.</summary>
    public Fault? Pass(FaultPoint point)
    {
        lock (_lock)
        {
            return Find_NeedsLock(point, 1);
        }
    }

    /// <summary>Some bytes are about to pass; returns the fault that happens within them and after how many of them.</summary>
    public (Fault Fault, int Offset)? PassBytes(FaultPoint point, int count)
    {
        lock (_lock)
        {
            return Find_NeedsLock(point, count) is { } fault ? (fault, (int)fault.Remaining) : null;
        }
    }

    private Fault? Find_NeedsLock(FaultPoint point, int count)
    {
        var fault = _armed.Find(f => f.Point == point);
        if (fault is null)
        {
            return null;
        }

        if (fault.Remaining >= count)
        {
            fault.Remaining -= count;
            return null;
        }

        _armed.Remove(fault);
        _fired.Add(fault.Name);
        return fault;
    }
}
