namespace DataAccess.Locking;

/// <summary>
/// Lets one caller of the process at a time have a name, first in, first out. A server's session may take a lock that it has once more, so the
/// callers of one process exclude each other here.
/// </summary>
internal sealed class LockGates
{
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <summary>Waits for a name; false if it was not free in time.</summary>
    public async ValueTask<bool> EnterAsync(string name, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Gate gate;
        lock (_gates)
        {
            if (!_gates.TryGetValue(name, out gate!))
            {
                _gates.Add(name, gate = new Gate());
            }

            gate.Users++;
        }

        var entered = false;
        try
        {
            return entered = await gate.Free.WaitAsync(atMost, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!entered)
            {
                Leave(name, gate);
            }
        }
    }

    public void Exit(string name)
    {
        Gate gate;
        lock (_gates)
        {
            gate = _gates[name];
        }

        gate.Free.Release();
        Leave(name, gate);
    }

    private void Leave(string name, Gate gate)
    {
        lock (_gates)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(name);
            }
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Free { get; } = new(1);

        public int Users { get; set; }
    }
}
