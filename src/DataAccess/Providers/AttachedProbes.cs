namespace DataAccess.Providers;

/// <summary>The probes of a database. None, nearly always.</summary>
internal sealed class AttachedProbes
{
    private readonly Lock _lock = new();
    private volatile DatabaseProbe[]? _all;

    /// <summary>The probes, in the order in which they were attached; null if there are none.</summary>
    public DatabaseProbe[]? All => _all;

    /// <returns>Detaches it.</returns>
    public IDisposable Attach(DatabaseProbe probe)
    {
        lock (_lock)
        {
            _all = [.. _all ?? [], probe];
        }

        return new Attachment(this, probe);
    }

    private void Detach(DatabaseProbe probe)
    {
        lock (_lock)
        {
            var left = (_all ?? []).ToList();
            left.Remove(probe);
            _all = left.Count == 0 ? null : [.. left];
        }
    }

    private sealed class Attachment(AttachedProbes probes, DatabaseProbe probe) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                probes.Detach(probe);
            }
        }
    }
}
