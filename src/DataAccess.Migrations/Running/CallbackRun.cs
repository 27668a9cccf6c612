using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Running;

/// <summary>Runs callbacks.</summary>
internal sealed class CallbackRun(RunContext run)
{
    /// <summary>Runs one as part of a migration, in its transaction if one is open.</summary>
    /// <exception cref="StepFailedException">A statement failed.</exception>
    public async ValueTask WithinAsync(MigrationWork work, Callback? callback, CancellationToken cancellationToken)
    {
        if (callback is null)
        {
            return;
        }

        var part = work with { Script = callback.Script, Steps = callback.Steps };
        foreach (var step in callback.Steps)
        {
            run.Report(part, step);
            await run.ExecuteAsync(part, step, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs one around the migrations of a run, by itself.</summary>
    /// <param name="callback">The callback, or null.</param>
    /// <param name="others">What is true of the run's migrations if it fails.</param>
    /// <param name="cancellationToken">Cancels the running statement.</param>
    /// <exception cref="MigrationException">A statement failed; the message says what state the database is in.</exception>
    public async ValueTask RunAsync(Callback? callback, string others, CancellationToken cancellationToken)
    {
        if (callback is null)
        {
            return;
        }

        var work = new MigrationWork(new Migration(null, callback.Name, callback.Script, null), callback.Script, callback.Steps, IsUp: true);
        var done = 0;
        try
        {
            await run.FlushAsync().ConfigureAwait(false);
            await run.BeginFilesAsync([work], cancellationToken).ConfigureAwait(false);
            if (callback.IsOneTransaction)
            {
                await run.Retry.RunAsync(callback.Name, () => TogetherAsync(work, cancellationToken), Status, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await run.Session.ExecuteAllAsync(run.LockTimeoutFor(callback.Script), cancellationToken).ConfigureAwait(false);
                for (; done < work.Steps.Count; done++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var step = work.Steps[done];
                    run.Report(work, step);
                    await run.Retry.RunAsync(callback.Name, async () => work.Rows.Add(step, await run.ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false)), Status, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (StepFailedException failed)
        {
            throw failed.WithStatus(done == 0 ? MigrationFailure.RolledBack : MigrationFailure.PartlyApplied, Status(), cancellationToken);
        }

        string Status()
            => (callback.IsOneTransaction ? $"{callback.Script.Path} was rolled back."
                : Invariant($"The first {done} of {work.Steps.Count} statements of {callback.Script.Path} are in place and remain; the next run begins with the first.")) + " " + others;
    }

    private async ValueTask TogetherAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        try
        {
            await run.ExecuteAllAsync(work, step: null, [.. run.LockTimeoutFor(work.Script), .. run.BeginCalls(commitsLater: false)], cancellationToken).ConfigureAwait(false);
            foreach (var step in work.Steps)
            {
                run.Report(work, step);
                await run.ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
            }

            await run.ExecuteAllAsync(work, step: null, await run.EndCallsAsync([]).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await run.RollBackAsync(exception).ConfigureAwait(false);
            throw;
        }
    }
}
