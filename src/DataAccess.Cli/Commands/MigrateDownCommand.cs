using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate down</c>: undoes applied migrations, the newest first.</summary>
internal sealed class MigrateDownCommand
{
    private readonly Option<MigrationVersion?> _to = CommonOptions.Version("--to", "The version to go back to, which stays applied; without it, only the newest migration is undone.");

    private readonly MigrateOptions _options;

    private readonly TenantCommandOptions _tenants;

    private readonly CliConsole _console;

    private MigrateDownCommand(CliConsole console)
    {
        _console = console;
        _options = new MigrateOptions(console);
        _tenants = new TenantCommandOptions(console);
    }

    public static Command Create(CliConsole console)
    {
        var down = new MigrateDownCommand(console);
        var command = new Command("down", "Undo the newest migration with its .down.sql, or all that are newer than a version.") { down._to };
        down._options.AddRunningTo(command);
        down._tenants.AddTo(command);
        command.SetAction(down.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunFilesOnAsync(
            result,
            async (target, report, ct) => _tenants.IsGiven(result)
                ? await _tenants.WriteRunAsync(report, await _tenants.Open(result, target).DownAsync(result.GetValue(_to), report, ct), "undone")
                : report.WriteCompleted(
                    await new Migrator(target.Database, target.Options, time: _console.Time).DownAsync(result.GetValue(_to), report, ct), "Nothing is applied."),
            cancellationToken);
}
