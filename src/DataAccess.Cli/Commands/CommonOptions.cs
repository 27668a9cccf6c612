using System.CommandLine;
using DataAccess.Migrations.Files;

namespace DataAccess.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Write the result as one JSON object, and nothing else." };

    public static Option<long?> LastVersion() => new("--to")
    {
        Description = "The last version to apply; without it, all pending migrations and the repeatable ones.",
        HelpName = "VERSION",
    };

    public static Option<string?> Duration(string name, string description) => new(name) { Description = description, HelpName = "DURATION" };

    /// <summary>The value of an option made by <see cref="Duration"/>, or null if it is not given.</summary>
    /// <exception cref="UsageException">It is not a valid duration.</exception>
    public static TimeSpan? DurationOf(ParseResult result, Option<string?> option)
        => result.GetValue(option) is not { } text ? null
            : MigrationDirectives.TryParseTime(text)
                ?? throw new UsageException($"'{text}' is not a valid duration for {option.Name}. Use a value such as 500ms, 3s or 2m.");
}
