using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Sessions;
using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations.Running;

/// <summary>Waits until this is the only runner.</summary>
internal sealed class RunnerLock(RunnerDialect dialect, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(500));

    /// <exception cref="MigrationException">Another runner did not finish in time; the message says who.</exception>
    public async ValueTask<IAsyncDisposable> AcquireAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var waits = false;
        while (true)
        {
            if (await dialect.TryLockAsync(session, cancellationToken).ConfigureAwait(false) is { } taken)
            {
                return taken;
            }

            if (time.GetElapsedTime(started) >= timeout || !waits)
            {
                var runner = await dialect.RunnerAsync(session, cancellationToken).ConfigureAwait(false) ?? "a runner that has just ended";
                if (waits && time.GetElapsedTime(started) >= timeout)
                {
                    throw new MigrationException(
                        MigrationFailure.LockBusy,
                        $"Another runner holds the lock on {session.Provider.Endpoint} and did not finish within {nameof(MigrationOptions.RunnerTimeout)} ({timeout}): {runner}. Wait for it to finish or, if it hangs, end it with 'dataaccess migrate unlock'.");
                }

                MigrationLog.Waiting(logger, session.Provider.Endpoint, runner);
                waits = true;
            }

            await WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(_backoff.Next(), time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException("Interrupted while waiting for another runner. Nothing was changed.", exception, cancellationToken);
        }
    }
}
