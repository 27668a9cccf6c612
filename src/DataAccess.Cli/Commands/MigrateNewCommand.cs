using System.CommandLine;
using System.Globalization;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations.Files;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate new NAME</c>: creates the next file. Needs no database.</summary>
internal sealed class MigrateNewCommand
{
    /// <summary>Versions from here on are timestamps.</summary>
    private const long FirstTimestamp = 1_000_000_000;

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
            Directory.CreateDirectory(directory);
            var stem = Path.Combine(directory, $"{NextVersion(directory)}_{FileNameOf(result.GetRequiredValue(_name))}");
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

    /// <summary>The next number, as wide as those before it, or a timestamp if those are used.</summary>
    private string NextVersion(string directory)
    {
        var versions = Directory.EnumerateFiles(directory, "*.sql")
            .Select(static file => MigrationId.TryParse(Path.GetFileName(file), out var id, out _) ? id : default)
            .Where(static id => id.Version is not null)
            .ToList();
        var newest = versions.Max(static id => id.Version) ?? default;
        if (newest >= FirstTimestamp)
        {
            return _console.Time.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        }

        var width = versions.Count == 0 ? 4 : versions.Max(static id => id.Name.TakeWhile(char.IsAsciiDigit).Count());
        return (newest.Major + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
    }

    private static string FileNameOf(string name)
    {
        var fileName = string.Concat(name.Trim().Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_')).Trim('_');
        return fileName.Length > 0 ? fileName : throw new UsageException($"'{name}' has no letters or digits to name a file with. Use a name such as add_orders.");
    }
}
