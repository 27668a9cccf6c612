using DataAccess.Threading;

namespace DataAccess.Writing.Batching;

/// <summary>A caller's sequence of rows, which may wait for something itself, and may ignore its token.</summary>
internal sealed class RowSource<T>
{
    // How long one that is told to end is waited for.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _left;
    private readonly IAsyncEnumerator<T> _rows;
    private readonly TimeProvider _time;
    private Task<bool>? _next;

    public RowSource(IAsyncEnumerable<T> rows, TimeProvider time, CancellationToken cancellationToken)
    {
        _left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _time = time;
        _rows = rows.GetAsyncEnumerator(_left.Token);
    }

    public T Current => _rows.Current;

    /// <summary>Completes when it has the next row, or has ended; null if it has.</summary>
    public Task? Waiting => _next is { IsCompleted: false } ? _next : null;

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <param name="cancellationToken">Ends the wait, whatever the source does with its token.</param>
    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        var next = _rows.MoveNextAsync();
        if (next.IsCompleted)
        {
            return next;
        }

        _next = next.AsTask();
        return new ValueTask<bool>(_next.WaitAsync(cancellationToken));
    }

    /// <summary>Disposes it. If it is waiting, it is told to end, and disposed as soon as it answers; after 5 s nobody waits for that any more.</summary>
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
        await _rows.DisposeAsync().ConfigureAwait(false);
    }

    private async Task DisposeAfterAsync(Task waiting)
    {
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _left.Dispose();
        await _rows.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
