using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Planning;

/// <summary>Lists what a run would do.</summary>
internal static class PendingList
{
    public static IReadOnlyList<PendingMigration> Of(IReadOnlyList<PlannedMigration> pending, Callbacks callbacks)
        => [.. Of(callbacks.BeforeRun), .. pending.Select(Of), .. Of(callbacks.AfterRun)];

    private static PendingMigration Of(PlannedMigration planned)
        => new(
            planned.Migration.Name,
            planned.Migration.Version,
            planned.Migration.Up.Path,
            planned.Action,
            planned.IsOneTransaction,
            new StatementTexts([.. planned.Before?.Shown ?? []], planned.Steps, [.. planned.After?.Shown ?? []]));

    private static IEnumerable<PendingMigration> Of(Callback? callback)
        => callback is null
            ? []
            : [new PendingMigration(callback.Name, null, callback.Script.Path, PlannedAction.Callback, callback.IsOneTransaction, callback.Steps.Select(static step => step.Statement.Text).ToList())];
}
