using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate plan</c>: what <c>up</c> would run.</summary>
internal sealed class MigratePlanCommand
{
    private readonly Option<MigrationVersion?> _to = CommonOptions.LastVersion();

    private readonly MigrateOptions _options;

    private readonly TenantCommandOptions _tenants;

    private readonly CliConsole _console;

    private MigratePlanCommand(CliConsole console)
    {
        _console = console;
        _options = new MigrateOptions(console);
        _tenants = new TenantCommandOptions(console);
    }

    public static Command Create(CliConsole console)
    {
        var plan = new MigratePlanCommand(console);
        var command = new Command("plan", "Show what 'up' would run. Writes nothing, not even the history tables.") { plan._to };
        plan._options.AddRunningTo(command);
        plan._tenants.AddTo(command);
        command.SetAction(plan.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunOnAsync(
            result,
            async (target, report, ct) =>
            {
                if (_tenants.IsGiven(result))
                {
                    return await _tenants.WriteAsync(report, await _tenants.Open(result, target).PlanAsync(result.GetValue(_to), ct), "pending", static r => LineOf(r.Value ?? []));
                }

                var pending = await new Migrator(target.Database, target.Options, time: _console.Time).PlanAsync(result.GetValue(_to), ct);
                report.Write(
                    new { Pending = pending.Select(Shape) },
                    pending.All(static p => p.Action == PlannedAction.Callback) ? [.. pending.SelectMany(Lines), "Nothing is pending."] : pending.SelectMany(Lines));
                return ExitCode.Done;
            },
            cancellationToken);

    private static TenantLine LineOf(IReadOnlyList<PendingMigration> pending)
    {
        var migrations = pending.Count(static p => p.Action != PlannedAction.Callback);
        return new TenantLine(
            migrations == 0 ? "up to date" : Invariant($"{migrations} pending"), migrations > 0, new(StringComparer.Ordinal) { ["pending"] = pending.Select(Shape) })
        {
            More = pending.Where(static p => p.Action != PlannedAction.Callback).Select(static p => $"    {ActionOf(p)}  {p.Path}"),
        };
    }

    private static object Shape(PendingMigration p)
        => new { p.Name, p.Version, p.Path, Action = ActionOf(p), p.IsOneTransaction, p.Statements };

    private static IEnumerable<string> Lines(PendingMigration p)
        => p.Statements.Select(static s => $"    {s.ReplaceLineEndings("\n    ")};")
            .Prepend($"{ActionOf(p)}  {p.Path}  ({(p.IsOneTransaction ? "one transaction" : "step by step")})");

    private static string ActionOf(PendingMigration p) => p.Action.ToString().ToLowerInvariant();
}
