using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate repair</c>: changes rows of the history, and nothing else. Without <c>--apply</c> it only shows what would change.</summary>
internal sealed class MigrateRepairCommand
{
    private readonly Option<string[]> _accept = Named("--accept", "VERSION", "Accept the file of this version as it is now, although it was edited after it was applied; repeatable.");

    private readonly Option<string[]> _rename = Named("--rename", "VERSION", "Give this version the name that its file has now; repeatable.");

    private readonly Option<string[]> _renumber = Named("--renumber", "FROM=TO", "Give an applied version the one that its file has now; repeatable.");

    private readonly Option<string[]> _forget = Named("--forget", "MIGRATION", "Remove this version, or repeatable migration, from the history; repeatable. What it did to the database remains.");

    private readonly Option<bool> _apply = new("--apply") { Description = "Write the changes. Without it, they are only shown." };

    private readonly MigrateOptions _options;

    private MigrateRepairCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var repair = new MigrateRepairCommand(console);
        var command = new Command("repair", "Change rows of the history after files were edited, renamed or renumbered. Shows the changes; writes them with --apply.")
        {
            repair._accept, repair._rename, repair._renumber, repair._forget, repair._apply,
        };
        repair._options.AddTo(command);
        command.SetAction(repair.RunAsync);
        return command;
    }

    private static Option<string[]> Named(string name, string help, string description)
        => new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = false };

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                var repairs = RepairsOf(result);
                var applies = result.GetValue(_apply);
                var changes = await migrator.RepairAsync(repairs, dryRun: !applies, ct);
                report.Write(
                    new { Repaired = changes.Select(Shape), DryRun = !applies },
                    changes.Select(change => $"{(applies ? DoneOf(change.Kind) : $"would {KindOf(change)}")}  {change.What}")
                        .Concat(applies ? [] : ["Nothing was changed. Pass --apply to write this to the history."]));
                return ExitCode.Done;
            },
            cancellationToken);

    private List<MigrationRepair> RepairsOf(ParseResult result)
    {
        List<MigrationRepair> repairs =
        [
            .. Values(result, _accept).Select(MigrationRepair.Accept),
            .. Values(result, _rename).Select(MigrationRepair.Rename),
            .. Values(result, _renumber).Select(RenumberOf),
            .. Values(result, _forget).Select(MigrationRepair.Forget),
        ];
        return repairs.Count > 0
            ? repairs
            : throw new UsageException("Say what to repair: --accept VERSION, --rename VERSION, --renumber FROM=TO or --forget MIGRATION. 'dataaccess migrate status' names the problems and the repair of each.");
    }

    private static string[] Values(ParseResult result, Option<string[]> option) => result.GetValue(option) ?? [];

    private static MigrationRepair RenumberOf(string text)
        => text.Split('=') is [var from, var to] && MigrationVersion.TryParse(from, out var old) && MigrationVersion.TryParse(to, out var version)
            ? MigrationRepair.Renumber(old, version)
            : throw new UsageException($"'--renumber {text}' does not name two versions. Use --renumber 5=6.");

    private static string KindOf(RepairedMigration change) => change.Kind.ToString().ToLowerInvariant();

    private static string DoneOf(MigrationRepairKind kind) => kind switch
    {
        MigrationRepairKind.Accept => "accepted",
        MigrationRepairKind.Rename => "renamed",
        MigrationRepairKind.Renumber => "renumbered",
        _ => "forgotten",
    };

    private static object Shape(RepairedMigration change) => new { Kind = KindOf(change), change.Migration, change.Name, change.What };
}
