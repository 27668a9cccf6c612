using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate status</c>: the status of each migration.</summary>
internal sealed class MigrateStatusCommand
{
    private readonly Option<bool> _check = new("--check") { Description = "Exit with 3 if migrations are pending, and with 4 if there are problems." };

    private readonly Option<string?> _drift = new("--drift")
    {
        Description = "Compare the schema with the snapshot that 'migrate dump' wrote, schema.sql beside the migrations' folder or FILE, and exit with 4 if they differ.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly MigrateOptions _options;

    private readonly CliConsole _console;

    private MigrateStatusCommand(CliConsole console)
    {
        _console = console;
        _options = new MigrateOptions(console);
    }

    public static Command Create(CliConsole console)
    {
        var status = new MigrateStatusCommand(console);
        var command = new Command("status", "Show the status of each migration. Writes nothing.") { status._check, status._drift };
        status._options.AddTo(command);
        command.SetAction(status.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunOnAsync(
            result,
            async (target, report, ct) =>
            {
                var status = await new Migrator(target.Database, target.Options, time: _console.Time).StatusAsync(ct);
                var drift = result.GetResult(_drift) is null ? null : await DriftReport.ReadAsync(target, result.GetValue(_drift), ct);
                var migrations = status.Migrations.Select(Shape);
                report.Write(
                    drift is null ? new { Migrations = migrations, status.Problems, status.HasPending } : new { Migrations = migrations, status.Problems, status.HasPending, Drift = drift.Shape },
                    status.Migrations.Select(Line).Concat(status.Problems.Select(static p => $"problem  {p}")).Concat(drift?.Lines ?? []));
                return drift is { HasDifferences: true } ? ExitCode.Validation
                    : !result.GetValue(_check) ? ExitCode.Done
                    : status.Problems.Count > 0 ? ExitCode.Validation
                    : status.HasPending ? ExitCode.Pending
                    : ExitCode.Done;
            },
            cancellationToken);

    private static object Shape(MigrationInfo info)
        => new { info.Name, info.Version, State = StateOf(info), info.AppliedAt, Milliseconds = (long?)info.Duration?.TotalMilliseconds };

    private static string Line(MigrationInfo info)
        => $"{StateOf(info),-8}  {info.Name}{(info.AppliedAt is { } at ? Invariant($"  {at:yyyy-MM-dd HH:mm:ss}Z") : "")}";

    private static string StateOf(MigrationInfo info) => info.State.ToString().ToLowerInvariant();
}
