using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace DataAccess.Connections.Statements;

/// <summary>
/// A thread that belongs to one connection of a driver whose calls block. It runs one work item at a time, and the caller that
/// awaits it continues on another thread. The thread holds no reference to this object, so that it also ends with a connection that
/// was never closed.
/// </summary>
internal sealed class ConnectionThread : IDisposable
{
    private readonly WorkPlace _place = new();

    // It does not capture the execution context of the caller that opened the connection.
    public ConnectionThread(string name)
        => new Thread(_place.Loop) { IsBackground = true, Name = $"DataAccess {name}" }.UnsafeStart();

#pragma warning disable MA0055 // There is no other notification that a connection that was never closed was collected.
    ~ConnectionThread() => _place.Stop();
#pragma warning restore MA0055

    /// <summary>Runs the work on the thread. A lease is used by one call at a time, so there is never a second work item waiting.</summary>
    public ValueTask<TResult> RunAsync<TConnection, TState, TResult>(
        Func<TConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TConnection connection,
        TState state,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_place.IsStopped, this);
        var item = new Work<TConnection, TState, TResult>(work, connection, state, cancellationToken);
        _place.Add(item);
        return item.Task;
    }

    public void Dispose()
    {
        _place.Stop();
        GC.SuppressFinalize(this);
    }

    /// <summary>The place where the thread waits for work.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "The signal holds nothing to dispose of: nobody asks for its wait handle.")]
    private sealed class WorkPlace
    {
        private readonly SemaphoreSlim _signal = new(0);
        private IWork? _next;
        private volatile bool _stopped;

        public bool IsStopped => _stopped;

        public void Add(IWork item)
        {
            if (Interlocked.CompareExchange(ref _next, item, null) is not null)
            {
                throw new InvalidOperationException("A connection runs one statement at a time. Await the current statement before starting the next one.");
            }

            _signal.Release();
        }

        public void Stop()
        {
            _stopped = true;
            _signal.Release();
        }

        public void Loop()
        {
            while (true)
            {
                _signal.Wait();
                if (!TryRunNext() && _stopped)
                {
                    return;
                }
            }
        }

        /// <summary>A separate method, because a local of the loop would keep the last work item, and its connection, alive while it waits.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private bool TryRunNext()
        {
            if (Interlocked.Exchange(ref _next, null) is not { } work)
            {
                return false;
            }

            _ = work.RunAsync();
            return true;
        }
    }

    private interface IWork
    {
        Task RunAsync();
    }

    private sealed class Work<TConnection, TState, TResult>(
        Func<TConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TConnection connection,
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
