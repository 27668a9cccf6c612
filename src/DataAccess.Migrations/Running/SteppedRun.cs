using System.Data.Common;
using DataAccess.Migrations.Code;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Running;

/// <summary>
/// Runs a migration statement by statement with a journal: a step is recorded as intended before it runs and as done
/// after, the last one by the migration's state, so that the next run knows how far this one got. What can be rolled back commits together with its row in the journal.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="recordsLater">Whether something comes after it that writes to the history, or flushes what was put off.</param>
internal sealed class SteppedRun(RunContext run, bool recordsLater = false)
{
    private readonly StepSettler _settler = new(run);
    private long _started;

    /// <summary>Whether the history says that the migration is being applied; written together with the first step's row.</summary>
    private bool _isBegun;

    /// <param name="work">The migration.</param>
    /// <param name="isResumed">Whether an earlier run began it.</param>
    /// <param name="cancellationToken">Cancels the running statement; what was done stays recorded.</param>
    /// <exception cref="MigrationException">It failed; the message says what state the database is in.</exception>
    public async ValueTask RunAsync(MigrationWork work, bool isResumed, CancellationToken cancellationToken)
    {
        _started = run.Time.GetTimestamp();
        _isBegun = isResumed;

        // Below zero until it is known how far an earlier run got: only what surely never began may be forgotten.
        var done = isResumed ? -1 : 0;
        try
        {
            await run.BeginFilesAsync([work], cancellationToken).ConfigureAwait(false);
            await run.Session.ExecuteAllAsync(run.LockTimeoutFor(work.Script), cancellationToken).ConfigureAwait(false);
            await CallAsync(work, work.Before, cancellationToken).ConfigureAwait(false);
            if (isResumed)
            {
                done = await _settler.SettleAsync(work, steps => RestoreSessionAsync(work, steps, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            for (; done < work.Steps.Count; done++)
            {
                var step = work.Steps[done];
                if (cancellationToken.IsCancellationRequested)
                {
                    throw new OperationCanceledException($"Interrupted. {Status(work, step)}", cancellationToken);
                }

                run.Report(work, step);
                await run.Retry.RunAsync(work.Migration.Name, () => StepAsync(work, step, cancellationToken), () => Status(work, step), cancellationToken).ConfigureAwait(false);
            }

            await CallAsync(work, work.After, cancellationToken).ConfigureAwait(false);
            if (isResumed || work.After is not null)
            {
                // All steps may have been done before.
                await run.WriteAsync(Finished(work)).ConfigureAwait(false);
            }
        }
        catch (MigrationException busy) when (busy.Failure == MigrationFailure.LockBusy && done == 0 && _isBegun)
        {
            await run.WriteAsync(run.Writes.NeverStarted(work)).ConfigureAwait(false);
            throw;
        }
        catch (StepFailedException failed)
        {
            throw await ExplainAsync(work, failed, done, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask CallAsync(MigrationWork work, Callback? callback, CancellationToken cancellationToken)
    {
        if (callback is not null)
        {
            await run.FlushAsync().ConfigureAwait(false);
            await run.Retry.RunAsync(work.Migration.Name, () => new CallbackRun(run).WithinAsync(work, callback, cancellationToken), () => "", cancellationToken).ConfigureAwait(false);
        }
    }

    private IReadOnlyList<SqlStatement> Started(MigrationWork work) => _isBegun ? [] : run.Writes.Started(work);

    private IReadOnlyList<SqlStatement> Finished(MigrationWork work) => run.Writes.Finished(work, run.Time.GetElapsedTime(_started));

    /// <summary>A step's end; the last one's is the migration's.</summary>
    private IReadOnlyList<SqlStatement> Done(MigrationWork work, MigrationStep step)
        => step.Number == work.Steps.Count && work.After is null ? Finished(work) : [run.Writes.Done(work.Key, step.Number)];

    /// <summary>Restores the settings that the earlier session had at this point.</summary>
    private async ValueTask RestoreSessionAsync(MigrationWork work, int done, CancellationToken cancellationToken)
    {
        foreach (var step in work.Steps.Take(done).Where(static step => step.Traits.IsSession))
        {
            await run.ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask StepAsync(MigrationWork work, MigrationStep step, CancellationToken cancellationToken)
    {
        if (work.Script.Code is { } code)
        {
            await CodeAsync(work, step, code, cancellationToken).ConfigureAwait(false);
        }
        else if (step.Traits.IsSession)
        {
            await run.ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
            await run.WriteAsync([.. Started(work), run.Writes.Intend(work.Key, step, CatalogState.Unknown), .. Done(work, step)]).ConfigureAwait(false);
            _isBegun = true;
        }
        else if (step.Traits is { IsTransactional: true, MayCommit: false })
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
        await run.FlushAsync().ConfigureAwait(false);
        IReadOnlyList<SqlStatement> intend = [.. Started(work), run.Writes.Intend(work.Key, step, CatalogState.Unknown)];
        IReadOnlyList<SqlStatement> done = Done(work, step);
        run.Keeper.Note(step);
        var isShielded = run.Keeper.NeedsShield;
        try
        {
            // With a shield, which is for the runner's statements only, all of those come after the step's.
            await run.ExecuteAllAsync(
                work, step, isShielded ? [SqlStatement.Raw(run.Dialect.BeginToWrite)] : [SqlStatement.Raw(run.Dialect.Begin), .. intend], CancellationToken.None).ConfigureAwait(false);
            var rows = await run.ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
            var end = await run.EndCallsAsync(isShielded ? [.. intend, .. done] : done).ConfigureAwait(false);
            await run.ExecuteAllAsync(work, step, end, CancellationToken.None).ConfigureAwait(false);
            work.Rows.Add(step, rows);
            _isBegun = true;
        }
        catch (Exception exception)
        {
            await run.RollBackAsync(exception, (work, step)).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Runs a migration in C# with its record in one transaction. Before a statement that commits by itself the record says that the
    /// migration has begun, and is committed with what was done so far: where the journal says nothing, nothing is in place.
    /// </summary>
    private async ValueTask CodeAsync(MigrationWork work, MigrationStep step, CodeScript code, CancellationToken cancellationToken)
    {
        IReadOnlyList<SqlStatement> begun = [.. Started(work), run.Writes.Intend(work.Key, step, CatalogState.Unknown)];
        var attempt = new CodeStep(run, work)
        {
            BeforeCommit = run.Dialect.RollsBackSchema ? null : async () =>
            {
                await run.ExecuteAllAsync(work, step, await run.ShieldedAsync(begun).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
                begun = [];
            },
        };
        await run.FlushAsync().ConfigureAwait(false);
        try
        {
            await run.ExecuteAllAsync(work, step, [SqlStatement.Raw(run.Dialect.Begin)], CancellationToken.None).ConfigureAwait(false);
            await attempt.RunAsync(code, cancellationToken).ConfigureAwait(false);
            var end = await run.EndCallsAsync([.. begun, .. Done(work, step)]).ConfigureAwait(false);
            await run.ExecuteAllAsync(work, step, end, CancellationToken.None).ConfigureAwait(false);
            _isBegun = true;
        }
        catch (Exception exception)
        {
            await run.RollBackAsync(exception).ConfigureAwait(false);
            if (exception is StepFailedException { IsAnswered: true } failed && begun.Count == 0)
            {
                await RecordFailedAsync(failed, () => RecordCodeAsync(work, step, attempt, failed, cancellationToken)).ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Records what a failed migration in C# left, if it had begun.</summary>
    /// <exception cref="MigrationException">Something may remain.</exception>
    private async ValueTask RecordCodeAsync(MigrationWork work, MigrationStep step, CodeStep attempt, StepFailedException failed, CancellationToken cancellationToken)
    {
        if (!await IsIntendedAsync(work, step).ConfigureAwait(false))
        {
            return;
        }

        _isBegun = true;
        if (attempt.MayRemain)
        {
            throw Unfinished(work, work.Script.Code!, failed, cancellationToken);
        }

        await run.WriteAsync([run.Writes.Forget(work.Key, step.Number)]).ConfigureAwait(false);
    }

    /// <summary>Runs the runner's own statements after one that failed, and keeps that failure if they fail too.</summary>
    private static async ValueTask RecordFailedAsync(StepFailedException failed, Func<ValueTask> record)
    {
        try
        {
            await record().ConfigureAwait(false);
        }
        catch (Exception second) when (IsOfSession(second) || (second is MigrationException && second.InnerException != failed))
        {
            throw new MigrationException(
                MigrationFailure.PartlyApplied,
                $"{failed.Message}{Environment.NewLine}After that, the history could not be read or written: {second.Message}{Environment.NewLine}What ran before the failure may remain. Run '{failed.Work.Command}' again once the cause is corrected: it finds out how far this run got, or says how to resolve it.",
                new AggregateException(failed, second))
            { Place = failed.Place };
        }
    }

    /// <summary>The driver throws an <see cref="InvalidOperationException"/> once the connection is broken.</summary>
    private static bool IsOfSession(Exception exception) => exception is DbException or InvalidOperationException or DatabaseUnavailableException;

    /// <summary>Asked in a new session, if the old one has locked tables, or does not answer.</summary>
    private async ValueTask<bool> IsIntendedAsync(MigrationWork work, MigrationStep step)
    {
        try
        {
            return await HasRowAsync(work, step).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfSession(exception))
        {
            await run.RenewSessionAsync(CancellationToken.None).ConfigureAwait(false);
            return await HasRowAsync(work, step).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> HasRowAsync(MigrationWork work, MigrationStep step)
        => (await run.History.StepsAsync(work.Key, CancellationToken.None).ConfigureAwait(false)).Any(row => row.Step == step.Number);

    private static Exception Unfinished(MigrationWork work, CodeScript code, StepFailedException failed, CancellationToken cancellationToken)
        => failed.WithStatus(
            MigrationFailure.PartlyApplied,
            "It had already run a statement that commits by itself, so what it did up to there remains. " + (code.Migration.IsRepeatable
                ? $"Correct the cause and run '{work.Command}' again: it is repeatable, and runs from its beginning."
                : $"Check what is in place. If you complete it by hand: dataaccess migrate resolve {work.Key} --step 1 --as done. If you undo it by hand: dataaccess migrate resolve {work.Key} --step 1 --as not-done. Then run '{work.Command}' again."),
            cancellationToken);

    private async ValueTask StepAloneAsync(MigrationWork work, MigrationStep step, CancellationToken cancellationToken)
    {
        var before = await run.Dialect.ReadCatalogStateAsync(run.Session, step.Traits, cancellationToken).ConfigureAwait(false);
        await run.WriteAsync([.. Started(work), run.Writes.Intend(work.Key, step, before)]).ConfigureAwait(false);
        _isBegun = true;
        try
        {
            var waits = step.Traits.WaitsHarmlessly && work.Script.Directives.LockTimeout is null;
            await run.Session.ExecuteAllAsync(waits ? run.LockTimeout(TimeSpan.Zero) : run.LockTimeoutFor(work.Script), cancellationToken).ConfigureAwait(false);
            work.Rows.Add(step, await run.ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false));
            await run.Session.ExecuteAllAsync(run.LockTimeoutFor(work.Script), cancellationToken).ConfigureAwait(false);
        }
        catch (StepFailedException failed) when (failed.IsAnswered)
        {
            if (await MayRemainAsync(step, before).ConfigureAwait(false))
            {
                // Its line in the journal stays, so that the next run asks as well.
                throw failed.WithStatus(
                    MigrationFailure.PartlyApplied,
                    Invariant($"What step {step.Number} did before this error may remain, and it is not run again by itself. {StepSettler.Question(work, step.Number, step.Traits)}"),
                    cancellationToken);
            }

            await RecordFailedAsync(failed, async () =>
            {
                await run.Dialect.CleanUpAsync(run.Session, step.Traits, CancellationToken.None).ConfigureAwait(false);
                await run.WriteAsync([run.Writes.Forget(work.Key, step.Number)]).ConfigureAwait(false);
            }).ConfigureAwait(false);
            throw;
        }

        if (recordsLater && step.Number == work.Steps.Count && step.Traits.Effects.Count > 0)
        {
            // If killed before that is written, the next run sees in the catalog that it was done.
            run.WriteLater(Done(work, step));
        }
        else
        {
            await run.WriteAsync(Done(work, step)).ConfigureAwait(false);
        }
    }

    /// <summary>Whether something of a statement remains that the server has answered with an error.</summary>
    private async ValueTask<bool> MayRemainAsync(MigrationStep step, CatalogState before)
        => !step.Traits.IsRepeatable
        && (step.Traits.Effects.Count == 0
            ? step.Traits.MayFailHalfway
            : await run.Dialect.ReadCatalogStateAsync(run.Session, step.Traits, CancellationToken.None).ConfigureAwait(false) != before);

    private async ValueTask<Exception> ExplainAsync(MigrationWork work, StepFailedException failed, int done, CancellationToken cancellationToken)
    {
        if (!failed.IsAnswered)
        {
            return new MigrationException(
                MigrationFailure.PartlyApplied,
                $"{failed.Message}{Environment.NewLine}The connection was lost during this statement. Run '{work.Command}' again: it finds out whether the statement ran, and continues.",
                failed);
        }

        if (done == 0 && _isBegun)
        {
            await RecordFailedAsync(failed, () => run.WriteAsync(run.Writes.NeverStarted(work))).ConfigureAwait(false);
        }

        var status = failed.Work.Script != work.Script ? CallbackStatus(work, failed.Work.Script, done)
            : failed.Step is { } step ? Status(work, step) : "";
        return failed.WithStatus(done == 0 ? MigrationFailure.RolledBack : MigrationFailure.PartlyApplied, status, cancellationToken);
    }

    private static string CallbackStatus(MigrationWork work, MigrationScript callback, int done)
        => done == 0 ? Status(work, work.Steps[0])
            : $"{(done < 0 ? "What an earlier run did" : "All statements")} of {work.Migration.Name} {(done < 0 ? "is" : "are")} in place and remain{(done < 0 ? "s" : "")}. Correct {callback.Path}, or the cause, and run '{work.Command}' again: it continues there.";

    private static string Status(MigrationWork work, MigrationStep step)
        => step.Number == 1
            ? $"No part of {work.Migration.Name} was {(work.IsUp ? "applied" : "undone")}."
            : Invariant($"The first {step.Number - 1} of {work.Steps.Count} statements of {work.Migration.Name} are in place and remain. Fix the file from line {step.Statement.Line} on, or the cause, and run '{work.Command}' again: it continues with step {step.Number}.");
}
