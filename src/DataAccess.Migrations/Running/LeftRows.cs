using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Running;

/// <summary>A rollback that left rows in a table without transactions. The journal keeps it, so that the next run asks and does not insert them again.</summary>
internal static class LeftRows
{
    /// <summary>What the journal says of such a step, which could otherwise be rolled back.</summary>
    public const CatalogState Mark = CatalogState.Some;

    public static async ValueTask<MigrationException> RecordAsync(RunContext run, Exception cause, IReadOnlyList<(MigrationWork Work, MigrationStep Step)> works)
    {
        await run.WriteAsync([.. works.SelectMany(w => run.Writes.Started(w.Work).Append(run.Writes.Intend(w.Work.Key, w.Step, Mark)))]).ConfigureAwait(false);
        var commands = works.Select(static w => $"{Environment.NewLine}    {StepSettler.Resolve(w.Work, w.Step.Number, "not-done")}");
        return new MigrationException(
            MigrationFailure.PartlyApplied,
            $"{cause.Message}{Environment.NewLine}It was rolled back, except for rows in a table whose engine has no transactions (MyISAM, MEMORY, CSV, ARCHIVE): those remain. Delete them, or they will be inserted twice, and change the table to ENGINE=InnoDB; {(works.Count == 0 ? "then run the command again." : $"then run these, and the command again:{string.Concat(commands)}")}",
            cause);
    }
}
