using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate plan</c>: what <c>up</c> would run.</summary>
internal sealed class MigratePlanCommand
{
    private readonly Option<MigrationVersion?> _to = CommonOptions.LastVersion();

    private readonly MigrateOptions _options;

    private MigratePlanCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var plan = new MigratePlanCommand(console);
        var command = new Command("plan", "Show what 'up' would run. Writes nothing, not even the history tables.") { plan._to };
        plan._options.AddRunningTo(command);
        command.SetAction(plan.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                var pending = await migrator.PlanAsync(result.GetValue(_to), ct);
                report.Write(
                    new { Pending = pending.Select(Shape) },
                    pending.All(static p => p.Action == PlannedAction.Callback) ? [.. pending.SelectMany(Lines), "Nothing is pending."] : pending.SelectMany(Lines));
                return ExitCode.Done;
            },
            cancellationToken);

    private static object Shape(PendingMigration p)
        => new { p.Name, p.Version, p.Path, Action = ActionOf(p), p.IsOneTransaction, p.Statements };

    private static IEnumerable<string> Lines(PendingMigration p)
        => p.Statements.Select(static s => $"    {s.ReplaceLineEndings("\n    ")};")
            .Prepend($"{ActionOf(p)}  {p.Path}  ({(p.IsOneTransaction ? "one transaction" : "step by step")})");

    private static string ActionOf(PendingMigration p) => p.Action.ToString().ToLowerInvariant();
}
