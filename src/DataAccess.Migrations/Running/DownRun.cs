using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Planning;

namespace DataAccess.Migrations.Running;

/// <summary>Undoes applied migrations, the newest first.</summary>
internal sealed class DownRun(RunContext run)
{
    /// <param name="files">The files.</param>
    /// <param name="to">The version to stop at, which stays applied; null for the newest migration only.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">One has no down script, or it failed; the message says what state the database is in.</exception>
    public async ValueTask<IReadOnlyList<CompletedMigration>> RunAsync(MigrationSet files, MigrationVersion? to, CancellationToken cancellationToken)
    {
        var history = await run.History.ReadAsync(cancellationToken).ConfigureAwait(false);
        var works = Plan(files, history, to);
        run.Files = works.Count;
        var callbacks = new CallbackRun(run);
        await callbacks.RunAsync(files.Callbacks.BeforeRun, "No migration was undone.", cancellationToken).ConfigureAwait(false);
        var completed = new List<CompletedMigration>();
        try
        {
            await RunEachAsync(works, completed, cancellationToken).ConfigureAwait(false);
            await callbacks.RunAsync(files.Callbacks.AfterRun, "The migrations of this run are undone and remain so.", cancellationToken).ConfigureAwait(false);
            return completed;
        }
        catch (MigrationException failed)
        {
            failed.After(completed);
            throw;
        }
    }

    private async ValueTask RunEachAsync(
        List<(MigrationWork Work, bool IsOneTransaction, bool IsResumed)> works, List<CompletedMigration> completed, CancellationToken cancellationToken)
    {
        foreach (var (work, isOneTransaction, isResumed) in works)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = run.Time.GetTimestamp();
            if (isOneTransaction)
            {
                await new TransactionalRun(run).RunAsync([work], cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await run.StepwiseAsync(work, isResumed, recordsLater: false, cancellationToken).ConfigureAwait(false);
            }

            completed.Add(run.Complete(work, run.Time.GetElapsedTime(started)));
        }
    }

    private List<(MigrationWork Work, bool IsOneTransaction, bool IsResumed)> Plan(MigrationSet files, IReadOnlyList<HistoryRow> history, MigrationVersion? to)
    {
        var planner = new Planner(files, history, run.Dialect, run.Options);
        var check = new AppliedCheck(files, history);
        var problems = new List<string>(planner.Problems);
        var works = new List<(MigrationWork, bool, bool)>();
        var applied = history.Where(r => r.Version is not null && r.State != HistoryState.Baseline && (to is null || r.Version > to)).OrderByDescending(static r => r.Version);
        var squashed = new SquashedHistory(files, history);
        var replaced = new List<HistoryRow>();
        foreach (var row in to is null ? applied.Take(1) : applied)
        {
            if (squashed.Settles(row))
            {
                replaced.Add(row);
                continue;
            }

            var migration = files.Versioned.FirstOrDefault(m => m.Key == row.Key);
            if (row.State == HistoryState.Applying)
            {
                problems.Add($"{row.Name} is partly applied. Run 'dataaccess migrate up' to finish it before you undo it.");
            }
            else if (migration is not null && check.ProblemOf(row) is { } problem)
            {
                // Its down script is that of another migration, or of another state of this one.
                problems.Add(problem);
            }
            else if (migration?.Down is not { } down)
            {
                problems.Add($"{row.Name} has no down script. Write {row.Name}.down.sql, or undo it with a new migration.");
            }
            else
            {
                var isResumed = row.State == HistoryState.Undoing;
                var (steps, isOneTransaction) = planner.StepsOf(down, isResumed ? PlannedAction.Resume : PlannedAction.Apply);
                planner.CheckSteps(down, steps, isOneTransaction);
                works.Add((new MigrationWork(migration, down, steps, IsUp: false) { Before = files.Callbacks.BeforeEach, After = files.Callbacks.AfterEach }, isOneTransaction, isResumed));
            }
        }

        if (replaced.Count > 0)
        {
            problems.Add(squashed.NoWayDown(replaced));
        }

        planner.CheckCallbacks(works.Exists(static work => work.Item2));
        problems.AddRange(planner.Problems.Except(problems, StringComparer.Ordinal));
        return problems.Count == 0 ? works : throw MigrationException.Validation(problems);
    }
}
