using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate down</c>: undoes applied migrations, the newest first.</summary>
internal sealed class MigrateDownCommand
{
    private readonly Option<MigrationVersion?> _to = CommonOptions.Version("--to", "The version to go back to, which stays applied; without it, only the newest migration is undone.");

    private readonly MigrateOptions _options;

    private MigrateDownCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var down = new MigrateDownCommand(console);
        var command = new Command("down", "Undo the newest migration with its .down.sql, or all that are newer than a version.") { down._to };
        down._options.AddRunningTo(command);
        command.SetAction(down.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunFilesAsync(
            result,
            async (migrator, report, ct) => report.WriteCompleted(await migrator.DownAsync(result.GetValue(_to), report, ct), "Nothing is applied."),
            cancellationToken);
}
