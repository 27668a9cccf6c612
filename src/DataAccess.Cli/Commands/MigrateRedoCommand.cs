using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate redo</c>: undoes the newest migration and applies it again.</summary>
internal sealed class MigrateRedoCommand
{
    private readonly MigrateOptions _options;

    private MigrateRedoCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var redo = new MigrateRedoCommand(console);
        var command = new Command("redo", "Undo the newest migration and apply it again, for use while writing it.");
        redo._options.AddRunningTo(command);
        command.SetAction(redo.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunFilesAsync(
            result,
            async (migrator, report, ct) =>
            {
                var undone = await migrator.DownAsync(to: null, report, ct);
                var applied = undone.Count == 0 ? [] : await migrator.ApplyAsync(undone[0].Version, report, isRedone: true, ct);
                return report.WriteCompleted([.. undone, .. applied], "Nothing is applied.");
            },
            cancellationToken);
}
