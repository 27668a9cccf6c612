using System.CommandLine.Parsing;

namespace DataAccess.Cli.Configuration;

/// <summary>What a file says for one run.</summary>
/// <param name="File">The file, as messages name it.</param>
/// <param name="Environment">The environment; null if there is none.</param>
/// <param name="Values">The settings that the command uses, and their values.</param>
internal sealed record Configured(string File, string? Environment, IReadOnlyList<KeyValuePair<Setting, string>> Values)
{
    /// <summary>The line that tells the user.</summary>
    public string Line => $"using {File}{(Environment is null ? "" : $", environment {Environment}")}";

    /// <summary>A problem of the command line, with its place if the value is the file's. What came from a variable is shown as the file has it.</summary>
    public string Describe(ParseError error)
    {
        if (error.SymbolResult is not OptionResult result || Values.LastOrDefault(v => v.Key.Key.Option == result.Option.Name) is not { Key: { } setting, Value: { } value })
        {
            return error.Message;
        }

        var message = Variables.Has(setting.Text) ? error.Message.Replace($"'{value}'", $"'{setting.Text}'", StringComparison.Ordinal) : error.Message;
        return $"{setting.Place}: '{setting.Name}': {message}";
    }
}
