using DataAccess.Threading;

namespace DataAccess.Writing.Outcomes;

/// <summary>Passes failed rows to a handler of the user, one after the other. A handler that throws, or never returns, does not affect any other row.</summary>
/// <param name="context">The writer.</param>
/// <param name="handler">The handler.</param>
/// <param name="call">The token of the call that the handler belongs to; null if it is the writer's own.</param>
internal sealed class FailureHandler<T>(WriterContext<T> context, Func<FailedRow<T>, CancellationToken, ValueTask> handler, CancellationToken? call = null)
{
    // Completes with the latest call. Several batches in flight may fail rows concurrently, and a handler may be as simple as a list's Add.
    private Task _last = Task.CompletedTask;

    /// <summary>
    /// Completes when the handler has, or when its time is up; its token is then cancelled and it is no longer awaited. Returns the exception of
    /// the handler or of the wait for it, or null.
    /// </summary>
    public async ValueTask<Exception?> SendAsync(FailedRow<T> failed)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Interlocked.Exchange(ref _last, done.Task).ConfigureAwait(false);
        try
        {
            return await HandleAsync(failed).ConfigureAwait(false);
        }
        finally
        {
            done.SetResult();
        }
    }

    private async ValueTask<Exception?> HandleAsync(FailedRow<T> failed)
    {
        if (context.Late.IsCancellationRequested)
        {
            return new OperationCanceledException("The handler was not called, as the writer was closed and its time is up.", context.Late);
        }

        // The time begins with the first call after the writer's was up, however late a server answers, so that it is told of each row.
        using var grace = context.Abort.UnsafeRegister(static state => ((WriterContext<T>)state!).BeginGrace(), context);
        var ending = call is { } token ? CancellationTokenSource.CreateLinkedTokenSource(context.Abort, token) : CancellationTokenSource.CreateLinkedTokenSource(context.Late);

        // Not on the sender's own thread, which a blocking handler would hold.
        var handling = Detached.RunAsync(async () => await handler(failed, ending.Token).ConfigureAwait(false));
        try
        {
            await handling.WaitAsync(context.Options.SendTimeout, context.Session.Time, context.Late).ConfigureAwait(false);
            ending.Dispose();
            return null;
        }
        catch (Exception exception)
        {
            if (!handling.IsCompleted)
            {
                await CancelQuietlyAsync(ending).ConfigureAwait(false);
            }

            return exception;
        }
    }

    private static async ValueTask CancelQuietlyAsync(CancellationTokenSource ending)
    {
        try
        {
            await ending.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Callbacks that the handler registered with its token are user code as well.
        }
    }
}
