using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate validate</c>: checks the files, and the files against the history.</summary>
internal sealed class MigrateValidateCommand
{
    private readonly MigrateOptions _options;

    private readonly TenantCommandOptions _tenants;

    private readonly CliConsole _console;

    private MigrateValidateCommand(CliConsole console)
    {
        _console = console;
        _options = new MigrateOptions(console);
        _tenants = new TenantCommandOptions(console);
    }

    public static Command Create(CliConsole console)
    {
        var validate = new MigrateValidateCommand(console);
        var command = new Command("validate", "Check the files, and the files against the history. Writes nothing.");
        validate._options.AddTo(command);
        validate._tenants.AddTo(command);
        command.SetAction(validate.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunOnAsync(
            result,
            async (target, report, ct) =>
            {
                if (_tenants.IsGiven(result))
                {
                    return await _tenants.WriteAsync(report, await _tenants.Open(result, target).PlanAsync(to: null, ct), "pending", static r => LineOf(r.Value ?? []));
                }

                await new Migrator(target.Database, target.Options, time: _console.Time).ValidateAsync(ct);
                report.Write(new { Problems = Array.Empty<string>() }, ["All files are valid and match the history."]);
                return ExitCode.Done;
            },
            cancellationToken);

    private static TenantLine LineOf(IReadOnlyList<PendingMigration> pending)
    {
        var migrations = pending.Count(static p => p.Action != PlannedAction.Callback);
        return new TenantLine(migrations == 0 ? "valid" : Invariant($"valid, {migrations} pending"), migrations > 0, new(StringComparer.Ordinal));
    }
}
