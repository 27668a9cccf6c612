using System.CommandLine;

namespace DataAccess.Cli.Configuration;

/// <summary>What the command line says by itself.</summary>
/// <param name="Options">The long names of the command's options.</param>
/// <param name="Given">Those that the command line gives.</param>
/// <param name="Pairs">The names of the pairs that it gives with --set.</param>
/// <param name="Url">The value that it gives --url; null if it does not.</param>
internal sealed record ParsedCommand(IReadOnlySet<string> Options, IReadOnlySet<string> Given, IReadOnlySet<string> Pairs, string? Url = null)
{
    /// <summary>
    /// Whether it works on the files and needs the engine only: <c>lint</c>, and <c>script</c> from a version. A URL, which may hold a secret, is then not used
    /// if the engine is known.
    /// </summary>
    public bool ReadsOnlyFiles => Options.Contains(OptionGroups.Engine) && (!Options.Contains("--from") || Given.Contains("--from"));

    public static ParsedCommand Of(ParseResult result)
    {
        var options = result.CommandResult.Command.Options;
        var given = options.Where(option => result.GetResult(option) is { Implicit: false }).ToList();
        IEnumerable<string> TokensOf(string name)
            => given.Where(option => option.Name == name).SelectMany(option => result.GetResult(option)!.Tokens.Select(static token => token.Value));
        var pairs = TokensOf(ConfigurationKey.Set).Select(static pair => pair.Split('=', 2)[0]);
        return new ParsedCommand(Names(options), Names(given), pairs.ToHashSet(StringComparer.Ordinal), TokensOf("--url").FirstOrDefault());
    }

    private static HashSet<string> Names(IEnumerable<Option> options) => options.Select(static option => option.Name).ToHashSet(StringComparer.Ordinal);
}
