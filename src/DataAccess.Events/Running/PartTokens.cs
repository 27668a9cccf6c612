namespace DataAccess.Events.Running;

/// <summary>A token for each part of a subscription, which is cancelled when its lease is lost.</summary>
/// <param name="abort">Cancels all of them.</param>
internal sealed class PartTokens(CancellationToken abort)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, CancellationTokenSource> _sources = [];

    public void Add(IReadOnlyList<int> parts)
    {
        lock (_gate)
        {
            foreach (var part in parts)
            {
                if (!_sources.ContainsKey(part))
                {
                    _sources.Add(part, CancellationTokenSource.CreateLinkedTokenSource(abort));
                }
            }
        }
    }

    public void Cancel(IReadOnlyList<int> parts)
    {
        List<CancellationTokenSource> cancelled = [];
        lock (_gate)
        {
            foreach (var part in parts)
            {
                if (_sources.Remove(part, out var source))
                {
                    cancelled.Add(source);
                }
            }
        }

        foreach (var source in cancelled)
        {
            // Not disposed: handlers may still register with it.
            _ = source.CancelAsync();
        }
    }

    /// <summary>The token of a part; a cancelled one if it is not owned.</summary>
    public CancellationToken Of(int part)
    {
        lock (_gate)
        {
            return _sources.TryGetValue(part, out var source) ? source.Token : new CancellationToken(canceled: true);
        }
    }
}
