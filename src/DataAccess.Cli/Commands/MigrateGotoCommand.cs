using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate goto VERSION</c>: up or down, until that version is the newest applied.</summary>
internal sealed class MigrateGotoCommand
{
    private readonly Argument<long> _version = new("VERSION") { Description = "The version that is to be the newest applied." };

    private readonly MigrateOptions _options;

    private MigrateGotoCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var go = new MigrateGotoCommand(console);
        var command = new Command("goto", "Undo what is newer than a version, then apply what is missing up to it.") { go._version };
        go._options.AddRunningTo(command);
        command.SetAction(go.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                var version = result.GetRequiredValue(_version);

                // Asked first, so that a version nobody has does not undo anything.
                await migrator.PlanAsync(version, ct);
                var undone = await migrator.DownAsync(version, report, ct);
                var applied = await migrator.UpAsync(version, report, ct);
                return report.WriteCompleted([.. undone, .. applied], Invariant($"The newest applied version is {version} already."));
            },
            cancellationToken);
}
