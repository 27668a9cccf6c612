using System.Data.Common;

namespace DataAccess.Migrations;

/// <summary>Runs migrations in one transaction with their rows in the history: all of it happened, or nothing.</summary>
/// <param name="run">The run.</param>
/// <param name="commitsLater">Whether something comes after it that makes its commit durable.</param>
internal sealed class TransactionalRun(RunContext run, bool commitsLater = false)
{
    private readonly string? _commitLater = commitsLater ? run.Engine.CommitLater : null;

    private bool TakesStatementsTogether => run.Engine.TransactionMilliseconds is not null;

    /// <exception cref="MigrationException">It failed; the message says what is true.</exception>
    public async ValueTask RunAsync(IReadOnlyList<MigrationWork> works, CancellationToken cancellationToken)
    {
        try
        {
            await run.Retry.RunAsync(
                works[0].Migration.Name,
                () => works is [{ IsUp: true, Steps.Count: 1 } single] && TakesStatementsTogether
                    ? AttemptAtOnceAsync(single, cancellationToken)
                    : AttemptAsync(works, cancellationToken),
                () => $"{NamesOf(works)} was rolled back.",
                cancellationToken).ConfigureAwait(false);
        }
        catch (StepFailedException failed)
        {
            if (failed.Failure.Kind == FailureKind.Cancelled && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException($"Interrupted. {NamesOf(works)} was rolled back.", failed, cancellationToken);
            }

            throw new MigrationException(MigrationFailure.RolledBack, $"{failed.Message}{Environment.NewLine}{NamesOf(works)} was rolled back.", failed);
        }
    }

    /// <summary>A single statement goes with all that belongs to it, in one round trip.</summary>
    private async ValueTask AttemptAtOnceAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        var step = work.Steps[0];
        var statement = run.Session.AsWritten(step.Statement.Text);
        run.Report(work, step);
        try
        {
            await run.Session.ExecuteAllAsync(
                [.. BeginCalls(work), statement, .. run.Writes.Put(work.Migration, MigrationState.Applied, duration: null), new SqlCall("commit")], cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failed = new StepFailedException(work, IsOf(statement, exception) ? step : null, run.Session.Classify(exception), exception);
            await run.RollBackAsync().ConfigureAwait(false);
            throw WhatIsTrue([work], failed, exception);
        }

        await run.ResetSessionAsync(work).ConfigureAwait(false);
    }

    private static bool IsOf(SqlCall statement, Exception exception)
        => exception is DbException { BatchCommand: { } command } && command.CommandText == statement.Sql;

    private SqlCall[] BeginCalls(MigrationWork work)
        => [.. run.LockTimeoutFor(work.Script), new SqlCall(run.Engine.Begin), .. _commitLater is { } later ? [new SqlCall(later)] : Array.Empty<SqlCall>(), .. run.Writes.CheckLock];

    private async ValueTask AttemptAsync(IReadOnlyList<MigrationWork> works, CancellationToken cancellationToken)
    {
        var records = new List<SqlCall>();
        try
        {
            await BeginAsync(works[0], cancellationToken).ConfigureAwait(false);
            foreach (var work in works)
            {
                var started = run.Time.GetTimestamp();
                await RunStatementsAsync(work, cancellationToken).ConfigureAwait(false);
                records.AddRange(Record(work, run.Time.GetElapsedTime(started)));
            }
        }
        catch (Exception)
        {
            await run.RollBackAsync().ConfigureAwait(false);
            throw;
        }

        await CommitAsync(works, records).ConfigureAwait(false);
        foreach (var work in works)
        {
            await run.ResetSessionAsync(work).ConfigureAwait(false);
        }
    }

    private async ValueTask BeginAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        try
        {
            await run.Session.ExecuteAllAsync(BeginCalls(work), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw run.HasLostLock(exception) ? run.LostLock(exception) : new StepFailedException(work, null, run.Session.Classify(exception), exception);
        }
    }

    private async ValueTask RunStatementsAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        foreach (var step in work.Steps)
        {
            run.Report(work, step);
            try
            {
                await run.Session.ExecuteVerbatimAsync(step.Statement.Text, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                throw new StepFailedException(work, step, run.Session.Classify(exception), exception);
            }
        }
    }

    private IReadOnlyList<SqlCall> Record(MigrationWork work, TimeSpan elapsed)
        => work.IsUp
            ? run.Writes.Put(work.Migration, MigrationState.Applied, elapsed)
            : [run.Writes.Remove(work.Key), run.Writes.RemoveSteps(work.Key)];

    private async ValueTask CommitAsync(IReadOnlyList<MigrationWork> works, IReadOnlyList<SqlCall> records)
    {
        try
        {
            // No token: once COMMIT is sent, giving up would only lose the answer.
            await run.Session.ExecuteAllAsync([.. records, new SqlCall("commit")], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failed = new StepFailedException(works[^1], null, run.Session.Classify(exception), exception);
            await run.RollBackAsync().ConfigureAwait(false);
            throw WhatIsTrue(works, failed, exception);
        }
    }

    private Exception WhatIsTrue(IReadOnlyList<MigrationWork> works, StepFailedException failed, Exception exception)
        => run.HasLostLock(exception) ? run.LostLock(exception)
            : failed.IsAnswered ? failed
            : new MigrationException(
                MigrationFailure.PartlyApplied,
                $"{failed.Message}{Environment.NewLine}The connection was lost before COMMIT was answered: {NamesOf(works)} is there as a whole or not at all. 'dataaccess migrate status' says which; 'up' goes on in either case.",
                exception);

    private static string NamesOf(IReadOnlyList<MigrationWork> works)
        => works.Count == 1 ? works[0].Migration.Name : $"Each of {works[0].Migration.Name} to {works[^1].Migration.Name}";
}
