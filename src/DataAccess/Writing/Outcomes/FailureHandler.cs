using DataAccess.Threading;

namespace DataAccess.Writing.Outcomes;

/// <summary>Passes failed rows to a handler of the user, one after the other. A handler that throws, or never returns, does not affect any other row.</summary>
/// <param name="context">The writer.</param>
/// <param name="handler">The handler.</param>
/// <param name="call">The token of the call that the handler belongs to.</param>
internal sealed class FailureHandler<T>(WriterContext<T> context, Func<FailedRow<T>, CancellationToken, ValueTask> handler, CancellationToken call = default)
{
    // The token of a handler, cancelled when the writer's time is up.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // Completes with the latest call. Several batches in flight may fail rows concurrently, and a handler may be as simple as a list's Add.
    private Task _last = Task.CompletedTask;

    private volatile bool _leftBehind;

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
        var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Abort, call);

        // Not on the sender's own thread, which a blocking handler would hold.
        var handling = Detached.RunAsync(async () => await handler(failed, ending.Token).ConfigureAwait(false));
        try
        {
            await WaitAsync(handling).ConfigureAwait(false);
            ending.Dispose();
            return null;
        }
        catch (Exception exception)
        {
            if (!handling.IsCompleted)
            {
                _leftBehind = true;
                await CancelQuietlyAsync(ending).ConfigureAwait(false);
            }

            return exception;
        }
    }

    private async ValueTask WaitAsync(Task handling)
    {
        var time = context.Session.Time;
        try
        {
            await handling.WaitAsync(context.Options.SendTimeout, time, context.Abort).ConfigureAwait(false);
            return;
        }
        catch (OperationCanceledException) when (context.Abort.IsCancellationRequested)
        {
            // It has been cancelled too. A handler that ignores its token is awaited once, and not for each remaining row.
        }

        await handling.WaitAsync(_leftBehind ? TimeSpan.Zero : Grace, time, CancellationToken.None).ConfigureAwait(false);
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
