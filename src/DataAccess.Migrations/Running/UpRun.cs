using System.Collections.Frozen;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Planning;

namespace DataAccess.Migrations.Running;

/// <summary>Applies a plan.</summary>
internal sealed class UpRun(RunContext run)
{
    private IReadOnlyDictionary<string, bool> _journaled = FrozenDictionary<string, bool>.Empty;

    /// <exception cref="MigrationException">A problem, or a failure; the message says what state the database is in.</exception>
    public async ValueTask<IReadOnlyList<CompletedMigration>> RunAsync(MigrationSet files, MigrationVersion? to, CancellationToken cancellationToken)
    {
        var callbacks = new CallbackRun(run);
        var history = await run.History.ReadAsync(cancellationToken).ConfigureAwait(false);
        var plan = new Planner(files, history, run.Dialect, run.Options).Plan(to);
        plan.ThrowIfInvalid();
        run.Files = plan.Pending.Count;
        _journaled = await run.History.JournaledAsync(cancellationToken).ConfigureAwait(false);
        await callbacks.RunAsync(files.Callbacks.BeforeRun, "No migration was run.", cancellationToken).ConfigureAwait(false);
        var completed = run.Options.Transaction == MigrationTransaction.All && plan.Pending.Count > 0
            ? await RunTogetherAsync(plan.Pending, cancellationToken).ConfigureAwait(false)
            : await RunApartAsync(plan.Pending, cancellationToken).ConfigureAwait(false);
        try
        {
            await callbacks.RunAsync(files.Callbacks.AfterRun, "The migrations of this run are applied and remain.", cancellationToken).ConfigureAwait(false);
            return completed;
        }
        catch (MigrationException failed)
        {
            failed.After(completed);
            throw;
        }
    }

    private async ValueTask<IReadOnlyList<CompletedMigration>> RunApartAsync(IReadOnlyList<PlannedMigration> pending, CancellationToken cancellationToken)
    {
        var completed = new List<CompletedMigration>();
        try
        {
            await RunEachAsync(pending, completed, cancellationToken).ConfigureAwait(false);
            await run.CloseAsync(_journaled.Values.Contains(true)).ConfigureAwait(false);
            return completed;
        }
        catch (Exception exception) when (exception is not MigrationException { Failure: MigrationFailure.UnsafeTopology })
        {
            // Where the lock is lost, the history is another runner's.
            await MakeDurableAsync(pending, completed.Count).ConfigureAwait(false);
            (exception as MigrationException)?.After(completed);
            throw;
        }
    }

    private async ValueTask RunEachAsync(IReadOnlyList<PlannedMigration> pending, List<CompletedMigration> completed, CancellationToken cancellationToken)
    {
        // Files before this one run one by one, as together they failed.
        var apart = 0;
        while (completed.Count < pending.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = run.Time.GetTimestamp();
            var first = completed.Count;
            var shared = run.Dialect.HasGroupCommit && first >= apart && !run.Keeper.NeedsShield ? GroupCommit.CountFrom(pending, first) : 1;
            var works = pending.Skip(first).Take(shared).Select(WorkOf).ToList();
            var isLast = first + shared == pending.Count;
            if (shared > 1 && !await new GroupCommitRun(run, commitsLater: !isLast).TryRunAsync(works).ConfigureAwait(false))
            {
                apart = first + shared;
                continue;
            }

            if (shared == 1)
            {
                await RunAsync(pending[first], works[0], isLast, cancellationToken).ConfigureAwait(false);
            }

            var each = run.Time.GetElapsedTime(started) / shared;
            completed.AddRange(works.Select(work => run.Complete(work, each)));
        }
    }

    private async ValueTask RunAsync(PlannedMigration planned, MigrationWork work, bool isLast, CancellationToken cancellationToken)
    {
        if (planned.IsOneTransaction)
        {
            // Not in its transaction: what was done stays recorded, whatever happens to this file.
            await run.FlushAsync().ConfigureAwait(false);
            await new TransactionalRun(run, commitsLater: !isLast).RunAsync([work], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await run.StepwiseAsync(work, planned.Action == PlannedAction.Resume, recordsLater: true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The migrations before the failed one are reported as applied, so they have to be durable.</summary>
    private async ValueTask MakeDurableAsync(IReadOnlyList<PlannedMigration> pending, int completed)
    {
        if (completed == 0)
        {
            return;
        }

        try
        {
            await run.WriteAsync([run.Writes.Touch(pending[completed - 1].Migration.Key)]).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The failure that brought the run here is the one to report; the server writes them to disk by itself within a second.
            MigrationLog.NotDurableYet(run.Logger, run.Session.Provider.Endpoint, exception.GetType().Name);
        }
    }

    private async ValueTask<IReadOnlyList<CompletedMigration>> RunTogetherAsync(IReadOnlyList<PlannedMigration> pending, CancellationToken cancellationToken)
    {
        var started = run.Time.GetTimestamp();
        var works = pending.Select(WorkOf).ToList();
        await new TransactionalRun(run).RunAsync(works, cancellationToken).ConfigureAwait(false);
        var each = run.Time.GetElapsedTime(started) / works.Count;
        return works.ConvertAll(work => run.Complete(work, each));
    }

    private MigrationWork WorkOf(PlannedMigration planned)
        => new(planned.Migration, planned.Migration.Up, planned.Steps, IsUp: true)
        {
            Before = planned.Before,
            After = planned.After,
            IsNew = planned.Action == PlannedAction.Apply && !_journaled.ContainsKey(planned.Migration.Key),
        };
}
