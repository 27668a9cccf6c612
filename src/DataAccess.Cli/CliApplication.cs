using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using DataAccess.Cli.Commands;
using DataAccess.Cli.Configuration;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli;

/// <summary>Parses the command line and runs the command: arguments in, exit code out.</summary>
internal static class CliApplication
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliConsole console, CancellationToken cancellationToken)
    {
        var root = Commands(console);
        var options = new ConfigurationOptions();
        options.AddTo(root);
        var result = root.Parse(arguments);
        var json = arguments.Contains("--json", StringComparer.Ordinal);
        Configured? configured = null;
        try
        {
            // Help, the version, and what is no command need no file.
            configured = result.Action is ParseErrorAction || result.Action == result.CommandResult.Command.Action ? options.Read(root, result, Environment.GetEnvironmentVariable) : null;
        }
        catch (ConfigurationException exception)
        {
            return (int)await new FailureReport(console, json).WriteAsync(new CommandFailure(ExitCode.Usage, exception.Message));
        }

        if (configured is not null)
        {
            result = root.Parse(ConfiguredArguments.Add(arguments, configured.Values));
        }

        if (result.Action is ParseErrorAction)
        {
            return (int)await new FailureReport(console, json).WriteAsync(UsageFailure(result, configured));
        }

        if (configured is { Values.Count: > 0 } && !json)
        {
            await console.Error.WriteLineAsync(configured.Line);
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

    public static RootCommand Commands(CliConsole console)
        => new("Migrates database schemas, imports files into tables, checks programs' statements, operates events, and waits for databases.")
        {
            AdviseCommand.Create(console),
            CheckCommand.Create(console),
            DemoCommand.Create(console),
            EventsCommand.Create(console),
            ImportCommand.Create(console),
            MigrateCommand.Create(console),
            WaitCommand.Create(console),
        };

    private static CommandFailure UsageFailure(ParseResult result, Configured? configured)
    {
        // The whole path: dataaccess migrate up.
        var path = new List<string> { "dataaccess" };
        for (var command = result.CommandResult; command.Parent is CommandResult parent; command = parent)
        {
            path.Insert(1, command.Command.Name);
        }

        var problems = string.Join(" ", result.Errors.Select(error => configured?.Describe(error) ?? error.Message).Distinct(StringComparer.Ordinal));
        return new CommandFailure(ExitCode.Usage, $"{problems} See: {string.Join(' ', path)} --help");
    }
}
