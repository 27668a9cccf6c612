using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate baseline VERSION</c>: takes migrations as applied without running them.</summary>
internal sealed class MigrateBaselineCommand
{
    private readonly Argument<long> _version = new("VERSION") { Description = "The last version that the database has already." };

    private readonly MigrateOptions _options;

    private MigrateBaselineCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var baseline = new MigrateBaselineCommand(console);
        var command = new Command("baseline", "Take all migrations up to a version as applied, for a database that has that schema already.") { baseline._version };
        baseline._options.AddTo(command);
        command.SetAction(baseline.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                var version = result.GetRequiredValue(_version);
                await migrator.BaselineAsync(version, ct);
                report.Write(new { Baseline = version }, [Invariant($"All migrations up to version {version} are taken as applied.")]);
                return ExitCode.Done;
            },
            cancellationToken);
}
