using System.CommandLine;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>Where the migration files and their history are, and what is filled into the files.</summary>
internal sealed class MigrationFilesOptions
{
    private readonly Option<string> _directory = Directory();

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A value for ${name} in the files; repeatable. A name without a value is an error.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _noPlaceholders = new("--no-placeholders") { Description = "Leave ${name} in the files as it is." };

    private readonly Option<string?> _historySchema = new("--history-schema")
    {
        Description = "The schema of the history (on MySQL and MariaDB a database's name); without it, the history is found wherever the user can see one.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _historyTable = new("--history-table") { Description = "The history table, if it is not dataaccess_migrations.", HelpName = "NAME" };

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
        command.Add(_noPlaceholders);
        command.Add(_historySchema);
        command.Add(_historyTable);
    }

    /// <exception cref="UsageException">A placeholder has no value.</exception>
    public MigrationOptions Read(ParseResult result) => new()
    {
        HistorySchema = result.GetValue(_historySchema),
        HistoryTable = result.GetValue(_historyTable),
        UsesPlaceholders = !result.GetValue(_noPlaceholders),
        Directory = result.GetRequiredValue(_directory),
        Placeholders = result.GetValue(_set) is { Length: > 0 } values ? values.Select(PairOf).ToDictionary(StringComparer.Ordinal) : null,
    };

    private static KeyValuePair<string, string> PairOf(string text)
        => text.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? KeyValuePair.Create(name, value)
            : throw new UsageException($"'--set {text}' has no value. Use --set name=value.");
}
