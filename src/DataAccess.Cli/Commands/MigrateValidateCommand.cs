using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate validate</c>: checks the files, and the files against the history.</summary>
internal sealed class MigrateValidateCommand
{
    private readonly MigrateOptions _options;

    private MigrateValidateCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var validate = new MigrateValidateCommand(console);
        var command = new Command("validate", "Check the files, and the files against the history. Writes nothing.");
        validate._options.AddTo(command);
        command.SetAction(validate.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                await migrator.ValidateAsync(ct);
                report.Write(new { Problems = Array.Empty<string>() }, ["All files are valid and match the history."]);
                return ExitCode.Done;
            },
            cancellationToken);
}
