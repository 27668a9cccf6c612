using System.CommandLine;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>Where the migration files are, and what is filled into them.</summary>
internal sealed class MigrationFilesOptions
{
    private readonly Option<string> _directory = Directory();

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A value for ${name} in the files; repeatable. Without any, such text is left as it is.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string> Directory() => new("--dir")
    {
        Description = "The folder with the migrations.",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => "migrations",
    };

    public void AddTo(Command command)
    {
        command.Add(_directory);
        command.Add(_set);
    }

    /// <exception cref="UsageException">A placeholder has no value.</exception>
    public MigrationOptions Read(ParseResult result) => new()
    {
        Directory = result.GetRequiredValue(_directory),
        Placeholders = result.GetValue(_set) is { Length: > 0 } values ? values.Select(PairOf).ToDictionary(StringComparer.Ordinal) : null,
    };

    private static KeyValuePair<string, string> PairOf(string text)
        => text.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? KeyValuePair.Create(name, value)
            : throw new UsageException($"'--set {text}' has no value. Use --set name=value.");
}
