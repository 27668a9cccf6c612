namespace DataAccess.Threading;

/// <summary>
/// Work that belongs to no call: it is started without the execution context of the caller that happens to start it, so that neither the caller's
/// span nor its AsyncLocals, of a request that may have ended, are visible to the work or kept alive by it.
/// </summary>
internal static class Detached
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Starts work on the calling thread, up to its first await.</summary>
    public static void Start<TState>(Func<TState, Task> work, TState state) => _ = WithoutContext(work, state);

    /// <summary>Runs work on the thread pool.</summary>
    public static Task RunAsync(Func<Task> work) => WithoutContext(static w => Task.Run(w), work);

    /// <inheritdoc cref="RunAsync(Func{Task})"/>
    public static Task<T> RunAsync<T>(Func<Task<T>> work) => WithoutContext(static w => Task.Run(w), work);

    /// <summary>Runs blocking work on a thread of its own, so that it does not take one from the thread pool.</summary>
    public static Task RunBlockingAsync(Action work)
        => WithoutContext(static w => Task.Factory.StartNew(w, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), work);

    /// <summary>Creates a timer; the system's clock would run its callback in the context of the caller that created it.</summary>
    public static ITimer Timer(TimeProvider time, TimerCallback callback, object state, TimeSpan due, TimeSpan period)
        => WithoutContext(static t => t.Time.CreateTimer(t.Callback, t.State, t.Due, t.Period), (Time: time, Callback: callback, State: state, Due: due, Period: period));

    /// <summary>Runs work on the thread pool and waits for it on this thread, for its time limit and a grace period; after that the work continues on its own.</summary>
    public static void Wait(Func<Task> work, TimeSpan atMost, TimeProvider time)
    {
        var running = RunAsync(work);
        try
        {
            running.WaitAsync(atMost + Grace, time).GetAwaiter().GetResult();
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            // The caller that disposes can do no more.
        }
    }

    private static TResult WithoutContext<TState, TResult>(Func<TState, TResult> start, TState state)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return start(state);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return start(state);
        }
    }
}
