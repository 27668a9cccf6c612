using System.CommandLine;
using System.CommandLine.Invocation;
using DataAccess.Cli.Commands;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli;

/// <summary>The program without its process: arguments in, exit code out.</summary>
internal static class CliApplication
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliConsole console, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Asynchronous database access: imports files, and shows what the library does.")
        {
            DemoCommand.Create(console),
            ImportCommand.Create(console),
            MigrateCommand.Create(console),
            WaitCommand.Create(console),
        };
        var result = root.Parse(arguments);
        if (result.Action is ParseErrorAction)
        {
            var report = new FailureReport(console, arguments.Contains("--json", StringComparer.Ordinal));
            return (int)await report.WriteAsync(UsageFailure(result));
        }

        // The program turns signals into the token itself, so that a command may finish what it has begun.
        var configuration = new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await result.InvokeAsync(configuration, cancellationToken);
    }

    private static CommandFailure UsageFailure(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var problems = string.Join(" ", result.Errors.Select(static error => error.Message).Distinct(StringComparer.Ordinal));
        return new CommandFailure(ExitCode.Usage, $"{problems} See: dataaccess {(command is RootCommand ? "" : command.Name + " ")}--help");
    }
}
