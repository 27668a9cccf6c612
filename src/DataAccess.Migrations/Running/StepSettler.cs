using DataAccess.Migrations.History;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Running;

/// <summary>Finds out how far an earlier run of a stepped migration got.</summary>
internal sealed class StepSettler(RunContext run)
{
    /// <summary>How many steps are done. A step that was only intended is settled by the catalog.</summary>
    /// <exception cref="MigrationException">It cannot be determined, or the file no longer matches what was done.</exception>
    /// <param name="work">The migration.</param>
    /// <param name="restoreAsync">Gives the session the settings that it had after a number of steps; called once, before the catalog is read.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async ValueTask<int> SettleAsync(MigrationWork work, Func<int, ValueTask> restoreAsync, CancellationToken cancellationToken)
    {
        var rows = await run.History.StepsAsync(work.Key, cancellationToken).ConfigureAwait(false);
        var finished = rows.TakeWhile(static row => row.IsDone).ToList();
        foreach (var row in finished)
        {
            CheckUnchanged(work, row);
        }

        var done = finished.Count == 0 ? 0 : finished[^1].Step;
        CheckSession(work, done);
        await restoreAsync(done).ConfigureAwait(false);
        foreach (var row in rows.Skip(finished.Count))
        {
            if (!row.IsDone && !await WasDoneAsync(work, row, cancellationToken).ConfigureAwait(false))
            {
                await run.WriteAsync([run.Writes.Forget(work.Key, row.Step)]).ConfigureAwait(false);
                break;
            }

            CheckUnchanged(work, row);
            done = row.Step;
        }

        return done;
    }

    /// <summary>The command that says whether a step was done.</summary>
    public static string Resolve(MigrationWork work, int step, string outcome)
        => Invariant($"dataaccess migrate resolve {work.Key} --step {step} --as {outcome}");

    /// <summary>What to check, and the command for either answer.</summary>
    public static string Question(MigrationWork work, int step, StatementTraits traits)
    {
        var look = traits.Effects.Count == 0 ? "what it changes" : $"whether {string.Join(" and ", traits.Effects)}";
        return $"""
            Check {look}. If it ran: {Resolve(work, step, "done")}
            If it did not: {Resolve(work, step, "not-done")}
            Then run '{work.Command}' again.
            """;
    }

    private static void CheckSession(MigrationWork work, int done)
    {
        if (done > 0 && work.Steps.Take(done).FirstOrDefault(static step => step.Traits.IsLostWithSession) is { } lost)
        {
            throw new MigrationException(
                MigrationFailure.PartlyApplied,
                Invariant($"{work.PlaceOf(lost)}: an earlier run ended after step {done}, and the temporary table of step {lost.Number} was lost with its session. ")
                + Invariant($"Undo what steps {lost.Number} to {done} did, then run: {Resolve(work, lost.Number, "not-done")}"));
        }
    }

    private async ValueTask<bool> WasDoneAsync(MigrationWork work, StepRow row, CancellationToken cancellationToken)
    {
        if (work.Script.Code is { Migration.IsRepeatable: true })
        {
            return false;
        }

        var flavour = row.Step <= work.Steps.Count ? work.Steps[row.Step - 1].Statement.Flavour : run.Dialect.Flavour;
        var traits = flavour.TraitsOf(row.Statement);
        if (traits is { IsTransactional: true, MayCommit: false })
        {
            return row.Before == LeftRows.Mark ? throw Unsettled(work, row, traits) : false;
        }

        if (traits.IsRepeatable)
        {
            return false;
        }

        var now = await run.Dialect.ReadCatalogStateAsync(run.Session, traits, cancellationToken).ConfigureAwait(false);
        if (row.Before == CatalogState.None && now == CatalogState.All)
        {
            MigrationLog.Settled(run.Logger, work.Migration.Name, row.Step, "done");
            await run.WriteAsync([run.Writes.Done(work.Key, row.Step)]).ConfigureAwait(false);
            return true;
        }

        if (row.Before == CatalogState.None && now == CatalogState.None)
        {
            MigrationLog.Settled(run.Logger, work.Migration.Name, row.Step, "not done");
            await run.Dialect.CleanUpAsync(run.Session, traits, cancellationToken).ConfigureAwait(false);
            return false;
        }

        throw Unsettled(work, row, traits);
    }

    private static MigrationException Unsettled(MigrationWork work, StepRow row, StatementTraits traits)
        => new(
            MigrationFailure.PartlyApplied,
            Invariant($"{work.Script.Path}:{row.Line}: step {row.Step} was running when an earlier run ended, and the catalog does not show whether it completed:{Environment.NewLine}    {ScriptStatement.FirstLineOf(row.Statement)}{Environment.NewLine}")
            + Question(work, row.Step, traits));

    private static void CheckUnchanged(MigrationWork work, StepRow row)
    {
        if (row.Step > work.Steps.Count || !work.Steps[row.Step - 1].Is(row.Checksum))
        {
            throw MigrationException.Validation(
                [Invariant($"{work.Script.Path}: step {row.Step} (it was on line {row.Line}) has already run, and has changed since then: '{ScriptStatement.FirstLineOf(row.Statement)}'. Restore it; only the statements after it may be changed.")]);
        }
    }
}
