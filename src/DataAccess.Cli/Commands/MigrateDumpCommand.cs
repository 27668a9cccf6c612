using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate dump</c>: writes the schema as SQL.</summary>
internal sealed class MigrateDumpCommand
{
    private const string StandardOutput = "-";

    private readonly Option<string?> _output = new("--output") { Description = "The file to write, or - for the standard output. Default: schema.sql beside the migrations' folder.", HelpName = "FILE" };

    private readonly MigrateOptions _options;

    private readonly CliConsole _console;

    private MigrateDumpCommand(CliConsole console)
    {
        _console = console;
        _options = new MigrateOptions(console);
    }

    public static Command Create(CliConsole console)
    {
        var dump = new MigrateDumpCommand(console);
        var command = new Command("dump", "Write the schema as SQL: no rows, a stable order, the same text for the same schema. Needs no client programs.") { dump._output };
        dump._options.AddTo(command);
        command.SetAction(dump.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunOnAsync(
            result,
            async (target, report, ct) =>
            {
                var output = result.GetValue(_output) ?? SnapshotFile.Beside(target.Options.Directory);
                if (output == StandardOutput)
                {
                    await _console.Out.WriteAsync(await SchemaSnapshot.ReadAsync(target.Database, target.Options, ct));
                    return ExitCode.Done;
                }

                var file = new OutputFile(_output.Name, output);
                file.Check();
                await SnapshotFile.WriteAsync(target, file, ct);
                report.Write(new { Output = output }, $"written  {output}");
                return ExitCode.Done;
            },
            cancellationToken);
}
