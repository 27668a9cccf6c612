using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate resolve MIGRATION --step N --as done|not-done</c>: resolves a step whose outcome the runner cannot determine.</summary>
internal sealed class MigrateResolveCommand
{
    private readonly Argument<string> _migration = new("MIGRATION") { Description = "The version, or the name of a repeatable migration." };

    private readonly Option<int> _step = new("--step") { Description = "The step's number, as reported by 'up'.", HelpName = "N", Required = true };

    private readonly Option<string> _as = new("--as") { Description = "Whether the step ran. If it did not, it and the steps after it are run again.", Required = true };

    private readonly MigrateOptions _options;

    private MigrateResolveCommand(CliConsole console)
    {
        _options = new MigrateOptions(console);
        _as.AcceptOnlyFromAmong("done", "not-done");
    }

    public static Command Create(CliConsole console)
    {
        var resolve = new MigrateResolveCommand(console);
        var command = new Command("resolve", "Resolve a step that was running when a run was killed, and whose outcome the catalog does not show.")
        {
            resolve._migration, resolve._step, resolve._as,
        };
        resolve._options.AddTo(command);
        command.SetAction(resolve.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                var (migration, step, outcome) = (result.GetRequiredValue(_migration), result.GetRequiredValue(_step), result.GetRequiredValue(_as));
                await migrator.ResolveAsync(migration, step, outcome == "done", ct);
                report.Write(new { Migration = migration, Step = step, As = outcome }, [Invariant($"Step {step} of {migration} is recorded as {outcome}. Run 'up' to continue.")]);
                return ExitCode.Done;
            },
            cancellationToken);
}
