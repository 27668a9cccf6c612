using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate goto VERSION</c>: migrates up or down to a version.</summary>
internal sealed class MigrateGotoCommand
{
    private readonly Argument<MigrationVersion> _version = CommonOptions.VersionArgument("The version to migrate to.");

    private readonly MigrateOptions _options;

    private MigrateGotoCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var go = new MigrateGotoCommand(console);
        var command = new Command("goto", "Undo the migrations newer than a version, then apply the missing ones up to it.") { go._version };
        go._options.AddRunningTo(command);
        command.SetAction(go.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunFilesAsync(
            result,
            async (migrator, report, ct) =>
            {
                var version = result.GetRequiredValue(_version);

                // Checked first, so that a version that does not exist undoes nothing.
                await migrator.PlanAsync(version, ct);
                var undone = await migrator.DownAsync(version, report, ct);
                var applied = await migrator.ApplyAsync(version, report, isRedone: undone.Count > 0, ct);
                return report.WriteCompleted([.. undone, .. applied], Invariant($"Version {version} is already the newest applied."));
            },
            cancellationToken);
}
