using System.CommandLine;

namespace DataAccess.Cli.Configuration;

/// <summary>A key of the file.</summary>
/// <param name="Name">The option's long name in camelCase.</param>
/// <param name="Option">The option's long name, with its hyphens.</param>
/// <param name="Kind">What its value is.</param>
internal sealed record ConfigurationKey(string Name, string Option, ConfigurationKind Kind)
{
    /// <summary>The one option that takes pairs. The file calls it by what they are.</summary>
    public const string Set = "--set";

    public const string Placeholders = "placeholders";

    public static ConfigurationKey Of(Option option) => new(NameOf(option.Name), option.Name, KindOf(option));

    private static string NameOf(string option)
        => option == Set
            ? Placeholders
            : string.Concat(option[2..].Split('-').Select(static (word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static ConfigurationKind KindOf(Option option)
        => option.Name == Set ? ConfigurationKind.Pairs
            : option.ValueType == typeof(bool) ? ConfigurationKind.Switch
            : option.ValueType == typeof(int) || option.ValueType == typeof(int?) ? ConfigurationKind.Number
            : option.HelpName is "FILE" or "FOLDER" ? ConfigurationKind.Path
            : ConfigurationKind.Text;
}
