using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using DataAccess.Cli.Commands;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli;

/// <summary>Parses the command line and runs the command: arguments in, exit code out.</summary>
internal static class CliApplication
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliConsole console, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Migrates database schemas, imports files into tables, checks programs' statements, and waits for databases.")
        {
            CheckCommand.Create(console),
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

        // Program.cs turns signals into the token, so that a command can finish what it has begun.
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
        // The whole path: dataaccess migrate up.
        var path = new List<string> { "dataaccess" };
        for (var command = result.CommandResult; command.Parent is CommandResult parent; command = parent)
        {
            path.Insert(1, command.Command.Name);
        }

        var problems = string.Join(" ", result.Errors.Select(static error => error.Message).Distinct(StringComparer.Ordinal));
        return new CommandFailure(ExitCode.Usage, $"{problems} See: {string.Join(' ', path)} --help");
    }
}
