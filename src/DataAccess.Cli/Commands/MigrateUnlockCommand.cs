using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate unlock</c>: ends a hanging runner.</summary>
internal sealed class MigrateUnlockCommand
{
    private readonly MigrateOptions _options;

    private MigrateUnlockCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var unlock = new MigrateUnlockCommand(console);
        var command = new Command("unlock", "End the session of a hanging runner, which releases its lock. On SQLite, end the process instead.");
        unlock._options.AddTo(command);
        command.SetAction(unlock.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                var ended = await migrator.UnlockAsync(ct);
                report.Write(new { Ended = ended }, [ended is null ? "No session holds the lock." : $"Ended {ended}"]);
                return ExitCode.Done;
            },
            cancellationToken);
}
