using DataAccess.Migrations.History;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Running;

/// <summary>Finds out where an earlier run of a stepped migration stood.</summary>
internal sealed class StepSettler(RunContext run)
{
    /// <summary>How many steps are done. A step that was only intended is settled by looking.</summary>
    /// <exception cref="MigrationException">It cannot be told, or what was done is not what the file says now.</exception>
    public async ValueTask<int> SettleAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        var rows = await run.History.StepsAsync(work.Key, cancellationToken).ConfigureAwait(false);
        var done = 0;
        foreach (var row in rows)
        {
            if (!row.IsDone && !await WasDoneAsync(work, row, cancellationToken).ConfigureAwait(false))
            {
                await run.WriteAsync([run.Writes.Forget(work.Key, row.Step)]).ConfigureAwait(false);
                break;
            }

            CheckUnchanged(work, row);
            done = row.Step;
        }

        if (done > 0 && work.Steps.Take(done).FirstOrDefault(static step => step.Traits.IsLostWithSession) is { } lost)
        {
            throw new MigrationException(
                MigrationFailure.PartlyApplied,
                $"{work.PlaceOf(lost)}: an earlier run ended after step {done}, and the temporary table of step {lost.Number} went with it. "
                + $"Undo what steps {lost.Number} to {done} did, and then run: {Resolve(work, lost.Number, "not-done")}");
        }

        return done;
    }

    private async ValueTask<bool> WasDoneAsync(MigrationWork work, StepRow row, CancellationToken cancellationToken)
    {
        var traits = run.Dialect.Flavour.TraitsOf(row.Statement);
        if (traits.IsRepeatable || traits.IsTransactional)
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
    {
        var look = traits.Effects.Count == 0 ? "what it changes" : $"whether {string.Join(" and ", traits.Effects)}";
        return new MigrationException(
            MigrationFailure.PartlyApplied,
            $"""
            {work.Script.Path}:{row.Line}: step {row.Step} was under way when an earlier run ended, and the catalogue does not tell whether it ran:
                {ScriptStatement.FirstLineOf(row.Statement)}
            Look {look}. If it ran: {Resolve(work, row.Step, "done")}
            If it did not: {Resolve(work, row.Step, "not-done")}
            Then run '{work.Command}' again.
            """);
    }

    private static void CheckUnchanged(MigrationWork work, StepRow row)
    {
        if (row.Step > work.Steps.Count || work.Steps[row.Step - 1].Checksum != row.Checksum)
        {
            throw MigrationException.Validation(
                [$"{work.Script.Path}: step {row.Step} (it was on line {row.Line}) ran already and is different now: '{ScriptStatement.FirstLineOf(row.Statement)}'. Put it back as it was; only what comes after may be changed."]);
        }
    }

    private static string Resolve(MigrationWork work, int step, string outcome)
        => $"dataaccess migrate resolve {work.Key} --step {step} --as {outcome}";
}
