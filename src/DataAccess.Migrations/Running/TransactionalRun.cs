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
                () => works is [{ IsUp: true, Steps: [{ Statement.Data: null }], Script.Code: null } single] && run.Dialect.TakesStatementsTogether
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
        run.Report(work, step);
        try
        {
            await run.Session.ExecuteAllAsync(
                [.. BeginCalls(work), SqlStatement.Script(step.Statement.Text), .. run.Writes.Put(work.Migration, HistoryState.Applied, duration: null, work.IsNew), SqlStatement.Raw("commit")], cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failed = new StepFailedException(work, IsOf(step, exception) ? step : null, run.Session.Classify(exception), exception);
            await run.RollBackAsync(failed).ConfigureAwait(false);
            throw run.WhatIsTrue([work], failed, exception);
        }

        await run.ResetSessionAsync(work).ConfigureAwait(false);
    }

    private static bool IsOf(MigrationStep step, Exception exception)
        => exception is DbException { BatchCommand: { } command } && command.CommandText == step.Statement.Text;

    private IReadOnlyList<SqlStatement> BeginCalls(MigrationWork work) => [.. run.LockTimeoutFor(work.Script), .. run.BeginCalls(commitsLater)];

    private async ValueTask AttemptAsync(IReadOnlyList<MigrationWork> works, CancellationToken cancellationToken)
    {
        var records = new List<SqlStatement>();
        try
        {
            await run.ExecuteAllAsync(works[0], step: null, BeginCalls(works[0]), cancellationToken).ConfigureAwait(false);
            foreach (var work in works)
            {
                var started = run.Time.GetTimestamp();
                await RunStatementsAsync(work, cancellationToken).ConfigureAwait(false);
                records.AddRange(Record(work, run.Time.GetElapsedTime(started)));
            }
        }
        catch (Exception exception)
        {
            await run.RollBackAsync(exception).ConfigureAwait(false);
            throw;
        }

        await CommitAsync(works, records).ConfigureAwait(false);
        foreach (var work in works)
        {
            await run.ResetSessionAsync(work).ConfigureAwait(false);
        }
    }

    private async ValueTask RunStatementsAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        if (work.Script.Code is { } code)
        {
            await new CodeStep(run, work).RunAsync(code, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var step in work.Steps)
        {
            run.Report(work, step);
            await run.ExecuteAsync(work, step, cancellationToken).ConfigureAwait(false);
        }
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
            await run.Session.ExecuteAllAsync([.. records, SqlStatement.Raw("commit")], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failed = new StepFailedException(works[^1], null, run.Session.Classify(exception), exception);
            await run.RollBackAsync(failed).ConfigureAwait(false);
            throw run.WhatIsTrue(works, failed, exception);
        }
    }
}
