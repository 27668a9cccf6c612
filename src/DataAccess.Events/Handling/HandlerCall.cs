namespace DataAccess.Events.Handling;

/// <summary>A call of a handler, which may not return.</summary>
internal static class HandlerCall
{
    /// <summary>Calls a handler, and cancels it at its time limit.</summary>
    /// <exception cref="HandlerTimeoutException">It took too long; it may still run if it does not heed its token.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async ValueTask RunAsync(
        Func<CancellationToken, ValueTask> call, TimeSpan timeout, TimeSpan grace, TimeProvider time, Action leftBehind, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Exception? thrown = null;
        try
        {
            var running = call(either.Token);
            if (running.IsCompleted)
            {
                await running.ConfigureAwait(false);
                return;
            }

            await WithinAsync(running.AsTask(), grace, time, leftBehind, either.Token).ConfigureAwait(false);
            return;
        }
        catch (Exception exception) when (either.IsCancellationRequested)
        {
            thrown = exception;
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new HandlerTimeoutException(Invariant($"The handler took longer than {timeout}."), thrown);
    }

    /// <summary>Waits for a handler; once its token is cancelled, only for so long.</summary>
    private static async ValueTask WithinAsync(Task running, TimeSpan grace, TimeProvider time, Action leftBehind, CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (token.Register(static source => ((TaskCompletionSource)source!).TrySetResult(), cancelled))
        {
            if (await Task.WhenAny(running, cancelled.Task).ConfigureAwait(false) == running)
            {
                await running.ConfigureAwait(false);
                return;
            }
        }

        try
        {
            await running.WaitAsync(grace, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            leftBehind();
            _ = running.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
