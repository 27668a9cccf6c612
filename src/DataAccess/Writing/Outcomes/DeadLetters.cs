using DataAccess.Telemetry;
using DataAccess.Threading;

namespace DataAccess.Writing.Outcomes;

/// <summary>Hands rows to the caller's handler, one after the other. What it does wrong, or never finishes, costs no other row.</summary>
internal sealed class DeadLetters<T>(WriterContext<T> context, Func<FailedRow<T>, CancellationToken, ValueTask> handler)
{
    // For a handler that is told to end when the writer's time is up.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // Ends with the call that came last. Several lanes may fail rows at once, and a handler may be no more than a list's Add.
    private Task _last = Task.CompletedTask;

    private volatile bool _leftBehind;

    /// <summary>Completes when the handler has, or when it has had its time; then its token is cancelled and nobody waits for it.</summary>
    public async ValueTask SendAsync(FailedRow<T> failed)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Interlocked.Exchange(ref _last, done.Task).ConfigureAwait(false);
        try
        {
            await HandleAsync(failed).ConfigureAwait(false);
        }
        finally
        {
            done.SetResult();
        }
    }

    private async ValueTask HandleAsync(FailedRow<T> failed)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Abort);

        // Not on the lane's own thread, which a handler that blocks would keep.
        var handling = Detached.RunAsync(async () => await handler(failed, ending.Token).ConfigureAwait(false));
        try
        {
            await WaitAsync(handling).ConfigureAwait(false);
            ending.Dispose();
        }
        catch (Exception exception)
        {
            Log.DeadLetterFailed(context.Session.Logger, exception, context.Table);
            if (!handling.IsCompleted)
            {
                _leftBehind = true;
                await CancelQuietlyAsync(ending).ConfigureAwait(false);
            }
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
            // It has been told too. One that does not listen is waited for once, and not for each row that is left.
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
            // What the handler has registered with its token is its own as well.
        }
    }
}
