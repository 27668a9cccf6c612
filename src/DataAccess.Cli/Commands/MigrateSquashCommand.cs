using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate squash VERSION</c>: replaces files by one.</summary>
internal sealed class MigrateSquashCommand
{
    private readonly Argument<MigrationVersion> _version = CommonOptions.VersionArgument("The last version to replace.");

    private readonly Option<string> _name = new("--name") { Description = "The name of the new file.", HelpName = "NAME", DefaultValueFactory = static _ => "squashed" };

    private readonly Option<bool> _withoutRows = new("--without-rows") { Description = "Squash although the replaced files leave rows in tables, which the new file does not." };

    private readonly Option<bool> _withoutStatements = new("--without-statements") { Description = "Squash although the replaced files have statements that do what the new file does not, such as GRANT. Its head names them." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be replaced, and write nothing." };

    private readonly MigrateOptions _options;

    private MigrateSquashCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var squash = new MigrateSquashCommand(console);
        var command = new Command("squash", "Replace all files up to a version by one that makes their schema. Works in scratch databases on the server of --url; databases that have all the files go on.") { squash._version, squash._name, squash._withoutRows, squash._withoutStatements, squash._dryRun };
        squash._options.AddTo(command);
        command.SetAction(squash.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunOnAsync(
            result,
            async (target, report, ct) =>
            {
                if (!result.GetValue(_dryRun))
                {
                    NextMigration.Check(target.Options.Directory);
                }

                var squashed = await new MigrationSquasher(target.Database, target.Url, target.Options) { LeavesStatements = result.GetValue(_withoutStatements) }.RunAsync(result.GetRequiredValue(_version), ct);
                if (squashed.TablesWithRows.Count > 0 && !result.GetValue(_withoutRows))
                {
                    throw MigrationException.Validation([$"The files leave rows in {string.Join(", ", squashed.TablesWithRows)}, which a squashed file does not make. Put the rows that new databases need into a migration after it, and use --without-rows."]);
                }

                var directory = target.Options.Directory;
                var path = Path.Combine(directory, $"{DigitsOf(squashed)}_{NextMigration.FileNameOf(result.GetRequiredValue(_name))}{squashed.Suffix}.sql");
                var dryRun = result.GetValue(_dryRun);
                if (!dryRun)
                {
                    await ReplaceAsync(directory, path, squashed, ct);
                }

                report.Write(
                    new { File = path, squashed.Replaced, DryRun = dryRun },
                    squashed.Replaced.Select(file => $"{(dryRun ? "would replace" : "replaced")}  {Path.Combine(directory, file)}").Append($"{(dryRun ? "would create" : "created")}  {path}"));
                return ExitCode.Done;
            },
            cancellationToken);

    /// <summary>The version as the last replaced file writes it.</summary>
    private static string DigitsOf(SquashedFile squashed)
        => string.Concat(squashed.Replaced.Last(static file => !file.Contains(".down.", StringComparison.OrdinalIgnoreCase)).TakeWhile(static c => char.IsAsciiDigit(c) || c == '.'));

    /// <summary>The new file is whole before the old ones go.</summary>
    private static async Task ReplaceAsync(string directory, string path, SquashedFile squashed, CancellationToken cancellationToken)
    {
        var temporary = path + ".new";
        await new OutputFile("The squashed file", temporary).WriteAsync(squashed.Text, cancellationToken);
        try
        {
            foreach (var file in squashed.Replaced)
            {
                File.Delete(Path.Combine(directory, file));
            }

            File.Move(temporary, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The squashed file is whole, as '{temporary}', but the files that it replaces could not all be removed: {exception.Message} Remove these and rename it to {Path.GetFileName(path)}: {string.Join(", ", squashed.Replaced.Where(file => File.Exists(Path.Combine(directory, file))))}", exception);
        }
    }
}
