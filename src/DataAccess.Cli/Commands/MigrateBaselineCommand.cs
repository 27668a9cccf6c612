using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate baseline VERSION</c>: marks migrations as applied without running them.</summary>
internal sealed class MigrateBaselineCommand
{
    private readonly Argument<MigrationVersion> _version = CommonOptions.VersionArgument("The last version that the database already has.");

    private readonly MigrateOptions _options;

    private MigrateBaselineCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var baseline = new MigrateBaselineCommand(console);
        var command = new Command("baseline", "Mark all migrations up to a version as applied without running them, for a database that already has that schema.") { baseline._version };
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
                report.Write(new { Baseline = version }, [Invariant($"All migrations up to version {version} are marked as applied.")]);
                return ExitCode.Done;
            },
            cancellationToken);
}
