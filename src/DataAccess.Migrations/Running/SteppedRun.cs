namespace DataAccess.Migrations;

/// <summary>
/// Runs a migration statement by statement with a journal: a step is written down as intended before it runs and as done
/// after, so that the next run knows where this one stood. What can be rolled back commits together with its line in the journal.
/// </summary>
internal sealed class SteppedRun(RunContext run)
{
    private readonly StepSettler _settler = new(run);

    /// <param name="work">The migration.</param>
    /// <param name="isResumed">Whether an earlier run began it.</param>
    /// <param name="cancellationToken">Stops the statement that runs; what was done stays recorded.</param>
    /// <exception cref="MigrationException">It failed; the message says what is true.</exception>
    public async ValueTask RunAsync(MigrationWork work, bool isResumed, CancellationToken cancellationToken)
    {
        var started = run.Time.GetTimestamp();

        // Below zero until it is known where an earlier run stood: only what surely never began may be forgotten.
        var done = -1;
        try
        {
            await run.Session.ExecuteAllAsync(run.LockTimeoutFor(work.Script), cancellationToken).ConfigureAwait(false);
            if (isResumed)
            {
                done = await _settler.SettleAsync(work, cancellationToken).ConfigureAwait(false);
                await RestoreSessionAsync(work, done, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await run.WriteAsync(run.Writes.Started(work)).ConfigureAwait(false);
                done = 0;
            }

            for (; done < work.Steps.Count; done++)
            {
                var step = work.Steps[done];
                if (cancellationToken.IsCancellationRequested)
                {
                    throw new OperationCanceledException($"Interrupted. {Standing(work, step)}", cancellationToken);
                }

                run.Report(work, step);
                await run.Retry.RunAsync(work.Migration.Name, () => StepAsync(work, step, cancellationToken), () => Standing(work, step), cancellationToken).ConfigureAwait(false);
            }

            await run.WriteAsync(run.Writes.Finished(work, run.Time.GetElapsedTime(started))).ConfigureAwait(false);
            await run.ResetSessionAsync(work).ConfigureAwait(false);
        }
        catch (MigrationException busy) when (busy.Failure == MigrationFailure.LockBusy && done == 0)
        {
            await run.WriteAsync(run.Writes.NeverStarted(work)).ConfigureAwait(false);
            throw;
        }
        catch (StepFailedException failed)
        {
            throw await ExplainAsync(work, failed, done, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The settings that the earlier session had at this place.</summary>
    private async ValueTask RestoreSessionAsync(MigrationWork work, int done, CancellationToken cancellationToken)
    {
        foreach (var step in work.Steps.Take(done).Where(static step => step.Traits.IsSession))
        {
            await ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask StepAsync(MigrationWork work, MigrationStep step, CancellationToken cancellationToken)
    {
        if (step.Traits.IsSession)
        {
            await ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
            await run.WriteAsync([run.Writes.Intend(work.Key, step, Look.Unknown), run.Writes.Done(work.Key, step.Number)]).ConfigureAwait(false);
        }
        else if (step.Traits.IsTransactional)
        {
            await StepWithItsRecordAsync(work, step, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await StepAloneAsync(work, step, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask StepWithItsRecordAsync(MigrationWork work, MigrationStep step, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAllAsync(work, step, [new SqlCall(run.Engine.Begin), run.Writes.Intend(work.Key, step, Look.Unknown)]).ConfigureAwait(false);
            await ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
            await ExecuteAllAsync(work, step, [run.Writes.Done(work.Key, step.Number), new SqlCall("commit")]).ConfigureAwait(false);
        }
        catch (Exception)
        {
            await run.RollBackAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask StepAloneAsync(MigrationWork work, MigrationStep step, CancellationToken cancellationToken)
    {
        var before = await run.Engine.LookAsync(run.Session, step.Traits, cancellationToken).ConfigureAwait(false);
        await run.WriteAsync([run.Writes.Intend(work.Key, step, before)]).ConfigureAwait(false);
        var lockTimeout = run.LockTimeoutFor(work.Script);
        try
        {
            if (step.Traits.WaitsHarmlessly && work.Script.Directives.LockTimeout is null)
            {
                await run.Session.ExecuteAllAsync(run.Engine.SetLockTimeout(run.Session, TimeSpan.Zero), cancellationToken).ConfigureAwait(false);
            }

            await ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
            await run.Session.ExecuteAllAsync(lockTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (StepFailedException failed) when (failed.IsAnswered)
        {
            await run.Engine.CleanUpAsync(run.Session, step.Traits, CancellationToken.None).ConfigureAwait(false);
            await run.WriteAsync([run.Writes.Forget(work.Key, step.Number)]).ConfigureAwait(false);
            throw;
        }

        await run.WriteAsync([run.Writes.Done(work.Key, step.Number)]).ConfigureAwait(false);
    }

    private async ValueTask ExecuteAsync(MigrationWork work, MigrationStep step, CancellationToken cancellationToken)
    {
        try
        {
            await run.Session.ExecuteVerbatimAsync(step.Statement.Text, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new StepFailedException(work, step, run.Session.Classify(exception), exception);
        }
    }

    private async ValueTask ExecuteAllAsync(MigrationWork work, MigrationStep step, IReadOnlyList<SqlCall> calls)
    {
        try
        {
            await run.Session.ExecuteAllAsync(calls, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw run.HasLostLock(exception) ? run.LostLock(exception) : new StepFailedException(work, step, run.Session.Classify(exception), exception);
        }
    }

    private async ValueTask<Exception> ExplainAsync(MigrationWork work, StepFailedException failed, int done, CancellationToken cancellationToken)
    {
        if (!failed.IsAnswered)
        {
            return new MigrationException(
                MigrationFailure.PartlyApplied,
                $"{failed.Message}{Environment.NewLine}The connection was lost in this statement. Run '{work.Command}' again: it finds out whether the statement ran, and goes on.",
                failed);
        }

        if (done == 0)
        {
            await run.WriteAsync(run.Writes.NeverStarted(work)).ConfigureAwait(false);
        }

        var standing = failed.Step is { } step ? Standing(work, step) : "";
        return failed.Failure.Kind == FailureKind.Cancelled && cancellationToken.IsCancellationRequested
            ? new OperationCanceledException($"Interrupted. {standing}", failed, cancellationToken)
            : new MigrationException(
                done == 0 ? MigrationFailure.RolledBack : MigrationFailure.PartlyApplied, $"{failed.Message}{Environment.NewLine}{standing}", failed);
    }

    private static string Standing(MigrationWork work, MigrationStep step)
        => step.Number == 1
            ? $"Nothing of {work.Migration.Name} was {(work.IsUp ? "applied" : "undone")}."
            : $"Of {work.Migration.Name} the first {step.Number - 1} of {work.Steps.Count} statements are in place, and stay. Correct the file from line {step.Statement.Line} on, or what it stumbled over, and run '{work.Command}' again: it goes on with step {step.Number}.";
}
