using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Sessions;
using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations.Running;

/// <summary>Waits until this is the only runner.</summary>
internal sealed class RunnerLock(RunnerDialect dialect, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <exception cref="MigrationException">Another runner did not finish in time; the message says who.</exception>
    public async ValueTask<IAsyncDisposable> AcquireAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pause = Shortest;
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

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = Grow(pause);
        }
    }

    // Not all at the same moment: many instances start together.
    private static TimeSpan Grow(TimeSpan pause)
    {
        var doubled = pause * (1.5 + Random.Shared.NextDouble());
        return doubled < Longest ? doubled : Longest * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
