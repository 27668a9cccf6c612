namespace DataAccess.Threading;

/// <summary>A caller's sequence, which may wait for something itself, and may ignore its token.</summary>
internal sealed class AsyncSource<T>
{
    // How long one that is told to end is waited for.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _left;
    private readonly IAsyncEnumerator<T> _items;
    private readonly TimeProvider _time;
    private Task<bool>? _next;

    public AsyncSource(IAsyncEnumerable<T> items, TimeProvider time, CancellationToken cancellationToken)
    {
        _left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _time = time;
        _items = items.GetAsyncEnumerator(_left.Token);
    }

    public T Current => _items.Current;

    /// <summary>Completes when it has the next item, or has ended; null if it has.</summary>
    public Task? Waiting => _next is { IsCompleted: false } ? _next : null;

    /// <summary>Goes to the next item; false at the end.</summary>
    /// <param name="cancellationToken">Ends the wait, whatever the source does with its token.</param>
    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        var next = _items.MoveNextAsync();
        if (next.IsCompleted)
        {
            return next;
        }

        _next = next.AsTask();
        return new ValueTask<bool>(_next.WaitAsync(cancellationToken));
    }

    /// <summary>Disposes it. If it is waiting, it is told to end, and disposed as soon as it answers; after 1 s nobody waits for that any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Waiting is { } waiting)
        {
            await CancelQuietlyAsync().ConfigureAwait(false);
            await waiting.WaitAsync(Grace, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!waiting.IsCompleted)
            {
                _ = Detached.RunAsync(() => DisposeAfterAsync(waiting));
                return;
            }
        }

        _left.Dispose();
        await _items.DisposeAsync().ConfigureAwait(false);
    }

    private async Task DisposeAfterAsync(Task waiting)
    {
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _left.Dispose();
        await _items.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask CancelQuietlyAsync()
    {
        try
        {
            await _left.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Callbacks that the source registered with its token are user code.
        }
    }
}
