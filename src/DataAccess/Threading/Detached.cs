namespace DataAccess.Threading;

/// <summary>
/// Work that belongs to no call: it is started without the execution context of whoever happens to start it, so that neither his
/// span nor his AsyncLocals, a request that may be over, are seen in it or kept alive by it.
/// </summary>
internal static class Detached
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Starts work right here, up to its first await.</summary>
    public static void Start<TState>(Func<TState, Task> work, TState state) => _ = WithoutContext(work, state);

    /// <summary>Runs work on the pool.</summary>
    public static Task RunAsync(Func<Task> work) => WithoutContext(static w => Task.Run(w), work);

    /// <summary>Runs what blocks on a thread of its own, so that it takes none from the pool.</summary>
    public static Task RunBlockingAsync(Action work)
        => WithoutContext(static w => Task.Factory.StartNew(w, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), work);

    /// <summary>Makes a timer; the system's clock would give its callback the context of its maker.</summary>
    public static ITimer Timer(TimeProvider time, TimerCallback callback, object state, TimeSpan due, TimeSpan period)
        => WithoutContext(static t => t.Time.CreateTimer(t.Callback, t.State, t.Due, t.Period), (Time: time, Callback: callback, State: state, Due: due, Period: period));

    /// <summary>Runs work on the pool and waits for it on this thread, until it has had its time and a little more; then it goes on alone.</summary>
    public static void Wait(Func<Task> work, TimeSpan atMost, TimeProvider time)
    {
        var running = RunAsync(work);
        try
        {
            running.WaitAsync(atMost + Grace, time).GetAwaiter().GetResult();
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            // Whoever disposes cannot do more.
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
