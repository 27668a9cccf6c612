using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate up</c>: applies what is pending.</summary>
internal sealed class MigrateUpCommand
{
    private readonly Option<MigrationVersion?> _to = CommonOptions.LastVersion();

    private readonly MigrateOptions _options;

    private MigrateUpCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var up = new MigrateUpCommand(console);
        var command = new Command("up", "Apply the pending migrations.") { up._to };
        up._options.AddRunningTo(command);
        command.SetAction(up.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunFilesAsync(
            result,
            async (migrator, report, ct) => report.WriteCompleted(await migrator.UpAsync(result.GetValue(_to), report, ct), "Nothing is pending."),
            cancellationToken);
}
