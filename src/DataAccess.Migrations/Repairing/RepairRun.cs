using DataAccess.Migrations.Files;
using DataAccess.Migrations.Running;

namespace DataAccess.Migrations.Repairing;

/// <summary>Writes repairs to the history, and nothing else.</summary>
internal static class RepairRun
{
    /// <exception cref="MigrationException">A repair does not fit, checked again inside the lock. Nothing was changed.</exception>
    public static async ValueTask WriteAsync(RunContext run, MigrationSet files, IReadOnlyList<MigrationRepair> repairs, CancellationToken cancellationToken)
    {
        var plan = new RepairPlan(files, await run.History.ReadAsync(cancellationToken).ConfigureAwait(false));
        plan.Of(repairs);

        // A version is changed last, as the others name the row by it.
        var calls = repairs.Select(repair => run.Writes.EndUnlessLocked(repair.Migration)).ToList();
        foreach (var repair in repairs.OrderBy(static r => r.Kind == MigrationRepairKind.Renumber))
        {
            calls.AddRange(repair.Kind switch
            {
                MigrationRepairKind.Forget => [run.Writes.Remove(repair.Migration), run.Writes.RemoveSteps(repair.Migration)],
                MigrationRepairKind.Accept => [run.Writes.SetChecksum(repair.Migration, plan.FileOf(repair, repairs).Up.Checksum)],
                MigrationRepairKind.Rename => [run.Writes.SetName(repair.Migration, plan.FileOf(repair, repairs).Name)],
                _ => run.Writes.Renumber(repair.Migration, plan.FileOf(repair, repairs)),
            });
        }

        await run.WriteAsync(calls).ConfigureAwait(false);
    }
}
