namespace DataAccess.Migrations.Sessions;

/// <summary>
/// Gives a driver that cancels on the canceller's thread a token of its own, which is cancelled on the pool's threads: on the thread of a
/// timer or a signal an error of it would end the process.
/// </summary>
internal static class CancelRelay
{
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return await work(cancellationToken).ConfigureAwait(false);
        }

        using var source = new CancellationTokenSource();
        Task? cancelling = null;
        var registration = cancellationToken.UnsafeRegister(_ => cancelling = Task.Run(() => Cancel(source)), null);
        try
        {
            return await work(source.Token).ConfigureAwait(false);
        }
        finally
        {
            // It waits for the callback, so that what it began is known.
            await registration.DisposeAsync().ConfigureAwait(false);
            await (cancelling ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (Exception)
        {
            // A cancel that the driver could not send changes nothing: what is awaited tells what happened.
        }
    }
}
