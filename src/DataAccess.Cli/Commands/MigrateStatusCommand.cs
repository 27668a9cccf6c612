using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate status</c>: the status of each migration.</summary>
internal sealed class MigrateStatusCommand
{
    private readonly Option<bool> _check = new("--check") { Description = "Exit with 3 if migrations are pending, and with 4 if there are problems." };

    private readonly MigrateOptions _options;

    private MigrateStatusCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var status = new MigrateStatusCommand(console);
        var command = new Command("status", "Show the status of each migration. Writes nothing.") { status._check };
        status._options.AddTo(command);
        command.SetAction(status.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                var status = await migrator.StatusAsync(ct);
                report.Write(
                    new { Migrations = status.Migrations.Select(Shape), status.Problems, status.HasPending },
                    status.Migrations.Select(Line).Concat(status.Problems.Select(static p => $"problem  {p}")));
                return !result.GetValue(_check) ? ExitCode.Done
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
