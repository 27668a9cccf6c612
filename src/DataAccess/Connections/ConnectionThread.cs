using System.Threading.Tasks.Sources;

namespace DataAccess;

/// <summary>
/// A thread that belongs to one connection of a driver whose calls block. It runs one piece of work at a time, and whoever
/// waits for that work goes on elsewhere.
/// </summary>
internal sealed class ConnectionThread : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);
    private IWork? _next;
    private bool _stopped;

    public ConnectionThread(string name)
        => new Thread(Loop) { IsBackground = true, Name = $"DataAccess {name}" }.Start();

    /// <summary>Runs the work on the thread. A lease is used by one call at a time, so there is never a second piece waiting.</summary>
    public ValueTask<TResult> RunAsync<TState, TResult>(
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        PhysicalConnection connection,
        TState state,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopped, this);
        var item = new Work<TState, TResult>(work, connection, state, cancellationToken);
        if (Interlocked.CompareExchange(ref _next, item, null) is not null)
        {
            throw new InvalidOperationException("A connection runs one statement at a time. Await the first before starting the next.");
        }

        _signal.Release();
        return item.Task;
    }

    public void Dispose()
    {
        _stopped = true;
        _signal.Release();
    }

    private void Loop()
    {
        while (true)
        {
            _signal.Wait();
            if (Interlocked.Exchange(ref _next, null) is { } work)
            {
                _ = work.RunAsync();
            }
            else if (_stopped)
            {
                _signal.Dispose();
                return;
            }
        }
    }

    private interface IWork
    {
        Task RunAsync();
    }

    private sealed class Work<TState, TResult>(
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        PhysicalConnection connection,
        TState state,
        CancellationToken cancellationToken) : IWork, IValueTaskSource<TResult>
    {
        private ManualResetValueTaskSourceCore<TResult> _source = new() { RunContinuationsAsynchronously = true };

        public ValueTask<TResult> Task => new(this, _source.Version);

        public async Task RunAsync()
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _source.SetResult(await work(connection, state, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                _source.SetException(exception);
            }
        }

        public TResult GetResult(short token) => _source.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
            => _source.OnCompleted(continuation, state, token, flags);
    }
}
