using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate new NAME</c>: creates the next file. Needs no database.</summary>
internal sealed class MigrateNewCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "What the migration does, such as add_orders." };

    private readonly Option<bool> _down = new("--down") { Description = "Also create the file that undoes it." };

    private readonly Option<string> _directory = MigrationFilesOptions.Directory();

    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly CliConsole _console;

    private MigrateNewCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        var make = new MigrateNewCommand(console);
        var command = new Command("new", "Create the next migration's file.") { make._name, make._down, make._directory, make._json };
        command.SetAction(make.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var json = result.GetValue(_json);
        try
        {
            var directory = result.GetRequiredValue(_directory);
            NextMigration.Check(directory);
            var stem = NextMigration.Stem(directory, result.GetRequiredValue(_name), _console.Time);
            var files = result.GetValue(_down) ? new[] { stem + ".sql", stem + ".down.sql" } : [stem + ".sql"];
            foreach (var file in files)
            {
                await using var stream = new FileStream(file, FileMode.CreateNew);
                await stream.WriteAsync("-- What this changes, and why.\n\n"u8.ToArray(), cancellationToken);
            }

            await using var report = new MigrateReport(_console, json);
            report.Write(new { Files = files }, files.Select(static file => $"created  {file}"));
            return (int)ExitCode.Done;
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(MigrateFailure.Of(exception));
        }
    }
}
