namespace DataAccess.Migrations.Running;

/// <summary>Retries work that was rolled back because of another session's lock, with growing pauses.</summary>
internal sealed class LockRetry(RunContext run)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <exception cref="MigrationException">The budget is used up; the message says who holds the lock.</exception>
    /// <param name="what">What is run, for messages: the migration's name.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="whatIsTrue">What to report of the database in the end.</param>
    /// <param name="cancellationToken">Ends the pauses.</param>
    public async ValueTask RunAsync(string what, Func<ValueTask> attempt, Func<string> whatIsTrue, CancellationToken cancellationToken)
    {
        var started = run.Time.GetTimestamp();
        var backoff = new Backoff(First, Longest);
        for (var number = 1; ; number++)
        {
            try
            {
                await attempt().ConfigureAwait(false);
                return;
            }
            catch (Exception failed) when (IsRolledBack(failed))
            {
                if (run.Time.GetElapsedTime(started) >= run.Options.LockRetryBudget)
                {
                    var holders = await run.Dialect.HoldersAsync(run.Session, (failed as StepFailedException)?.Step?.Traits.Table, CancellationToken.None).ConfigureAwait(false);
                    throw new MigrationException(
                        MigrationFailure.LockBusy,
                        Invariant($"{Describe(what, failed)}{Environment.NewLine}It was tried {number} times within {nameof(MigrationOptions.LockRetryBudget)} ({run.Options.LockRetryBudget}). ")
                        + $"Lock holders: {holders ?? "unknown"}. {whatIsTrue()}",
                        failed);
                }

                MigrationLog.Retried(run.Logger, what, failed.Message, number);
                await Task.Delay(backoff.Next(), run.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private string Describe(string what, Exception failed)
        => failed is StepFailedException ? failed.Message : $"{run.Session.Provider.Endpoint}, {what}: {run.Session.Classify(failed).Message}";

    private bool IsRolledBack(Exception exception)
        => (exception is StepFailedException failed ? failed.Failure.Kind : run.Session.Classify(exception).Kind) == FailureKind.RolledBack;
}
