using System.Data.Common;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Running;

/// <summary>Runs migrations in one transaction with their rows in the history: all of it happened, or nothing.</summary>
/// <param name="run">The run.</param>
/// <param name="commitsLater">Whether something comes after it that makes its commit durable.</param>
internal sealed class TransactionalRun(RunContext run, bool commitsLater = false)
{
    /// <exception cref="MigrationException">It failed; the message says what state the database is in.</exception>
    public async ValueTask RunAsync(IReadOnlyList<MigrationWork> works, CancellationToken cancellationToken)
    {
        try
        {
            await run.Retry.RunAsync(
                works[0].Migration.Name,
                () => works is [{ IsUp: true, Steps: [{ Statement.Data: null, IsAhead: false }], Script.Code: null, Before: null, After: null } single] && run.Dialect.TakesStatementsTogether
                    ? AttemptAtOnceAsync(single, cancellationToken)
                    : AttemptAsync(works, cancellationToken),
                () => $"{MigrationWork.NamesOf(works)} was rolled back.",
                cancellationToken).ConfigureAwait(false);
        }
        catch (StepFailedException failed)
        {
            throw failed.WithStatus(MigrationFailure.RolledBack, $"{MigrationWork.NamesOf(works)} was rolled back.", cancellationToken);
        }
    }

    /// <summary>A single statement goes with all that belongs to it, in one round trip.</summary>
    private async ValueTask AttemptAtOnceAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        var step = work.Steps[0];
        var statement = SqlStatement.Script(step.Statement.Text);
        await run.BeginFilesAsync([work], cancellationToken).ConfigureAwait(false);
        var begin = BeginCalls(work);
        run.Report(work, step);
        run.Keeper.Note(step);
        try
        {
            var end = await run.EndCallsAsync(run.Writes.Put(work.Migration, HistoryState.Applied, duration: null, work.IsNew)).ConfigureAwait(false);
            var rows = await run.Session.ExecuteAllAsync([.. begin, statement, .. end], cancellationToken)
                .ConfigureAwait(false);
            work.Rows.Add(step, rows[begin.Count]);
        }
        catch (Exception exception)
        {
            var isOfStep = IsOf(step, exception);
            var failed = run.Failed(work, isOfStep ? step : null, exception, isOfStep ? statement : null);
            await run.RollBackAsync(failed, (work, step)).ConfigureAwait(false);
            throw run.WhatIsTrue([work], failed, exception);
        }
    }

    private static bool IsOf(MigrationStep step, Exception exception)
        => exception is DbException { BatchCommand: { } command } && command.CommandText == step.Statement.Text;

    private IReadOnlyList<SqlStatement> BeginCalls(MigrationWork work) => [.. run.LockTimeoutFor(work.Script), .. run.BeginCalls(commitsLater)];

    private async ValueTask AttemptAsync(IReadOnlyList<MigrationWork> works, CancellationToken cancellationToken)
    {
        var records = new List<SqlStatement>();
        var ahead = 0;
        await run.BeginFilesAsync(works, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var step in works[0].Steps.TakeWhile(static step => step.IsAhead))
            {
                await run.ExecuteAsync(works[0], step, cancellationToken).ConfigureAwait(false);
            }

            await run.ExecuteAllAsync(works[0], step: null, BeginCalls(works[0]), cancellationToken).ConfigureAwait(false);
            foreach (var work in works)
            {
                work.Rows.Clear();
                var started = run.Time.GetTimestamp();
                if (records.Count > 0)
                {
                    await run.ResetInTransactionAsync().ConfigureAwait(false);
                }

                await RunStatementsAsync(work, ahead++, cancellationToken).ConfigureAwait(false);
                records.AddRange(Record(work, run.Time.GetElapsedTime(started)));
            }
        }
        catch (Exception exception)
        {
            await run.RollBackAsync(exception, FirstStepsOf(works)).ConfigureAwait(false);
            throw;
        }

        await CommitAsync(works, records).ConfigureAwait(false);
    }

    private static IReadOnlyList<(MigrationWork Work, MigrationStep Step)> FirstStepsOf(IReadOnlyList<MigrationWork> works) => [.. works.Select(static work => (work, work.Steps[0]))];

    private async ValueTask RunStatementsAsync(MigrationWork work, int ahead, CancellationToken cancellationToken)
    {
        var callbacks = new CallbackRun(run);
        await callbacks.WithinAsync(work, work.Before, cancellationToken).ConfigureAwait(false);
        if (work.Script.Code is { } code)
        {
            await new CodeStep(run, work).RunAsync(code, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            foreach (var step in work.Steps.SkipWhile(static step => step.IsAhead))
            {
                run.Report(work, step, ahead: ahead);
                work.Rows.Add(step, await run.ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false));
            }
        }

        await callbacks.WithinAsync(work, work.After, cancellationToken).ConfigureAwait(false);
    }

    private IReadOnlyList<SqlStatement> Record(MigrationWork work, TimeSpan elapsed)
        => work.IsUp
            ? run.Writes.Put(work.Migration, HistoryState.Applied, elapsed, work.IsNew)
            : [run.Writes.Remove(work.Key), run.Writes.RemoveSteps(work.Key)];

    private async ValueTask CommitAsync(IReadOnlyList<MigrationWork> works, IReadOnlyList<SqlStatement> records)
    {
        try
        {
            // No token: once COMMIT is sent, a cancel would only lose the answer.
            await run.Session.ExecuteAllAsync(await run.EndCallsAsync(records).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failed = run.Failed(works[^1], step: null, exception);
            await run.RollBackAsync(failed, FirstStepsOf(works)).ConfigureAwait(false);
            throw run.WhatIsTrue(works, failed, exception);
        }
    }
}
