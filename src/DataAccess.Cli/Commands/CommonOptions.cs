using System.CommandLine;
using System.CommandLine.Parsing;
using DataAccess.Migrations;
using DataAccess.Migrations.Files;

namespace DataAccess.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Write the result as one JSON object, and nothing else." };

    public static Option<MigrationVersion?> LastVersion()
        => Version("--to", "The last version to apply; without it, all pending migrations and the repeatable ones.");

    /// <summary>An option whose value is a version: 7 or 1.2.</summary>
    public static Option<MigrationVersion?> Version(string name, string description)
        => new(name) { Description = description, HelpName = "VERSION", CustomParser = static result => ParseVersion(result) };

    /// <summary>An argument that is a version: 7 or 1.2.</summary>
    public static Argument<MigrationVersion> VersionArgument(string description)
        => new("VERSION") { Description = description, CustomParser = ParseVersion };

    public static Option<bool> AllowNonEmpty() => new("--allow-non-empty") { Description = "Run on a database that has tables and no history; without it, that is an error." };

    public static Option<string?> Duration(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "DURATION" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && MigrationDirectives.TryParseTime(text) is null)
            {
                result.AddError($"'{text}' is not a valid duration for {name}. Use a value such as 500ms, 3s or 2m.");
            }
        });
        return option;
    }

    /// <summary>The value of an option made by <see cref="Duration"/>, or null if it is not given.</summary>
    public static TimeSpan? DurationOf(ParseResult result, Option<string?> option)
        => result.GetValue(option) is { } text ? MigrationDirectives.TryParseTime(text) : null;

    private static MigrationVersion ParseVersion(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!MigrationVersion.TryParse(text, out var version))
        {
            result.AddError($"'{text}' is not a version. Use whole numbers with dots between them, such as 7 or 1.2.");
        }

        return version;
    }
}
