using System.Text.Json;

namespace DataAccess.Cli.Configuration;

/// <summary>Checks that a value has the type of its key.</summary>
internal static class SettingReader
{
    /// <summary>The settings of a value: one, or one for each pair.</summary>
    /// <exception cref="ConfigurationException">It has another type.</exception>
    public static IEnumerable<Setting> Read(ConfigurationKey key, ConfigurationNode node)
    {
        if (key.Kind != ConfigurationKind.Pairs)
        {
            return [Fits(key.Kind, node) ? new Setting(key, Member: null, node.Text, node.Place) : throw Wrong(key.Name, Expected(key.Kind), node)];
        }

        return node.Kind != JsonTokenType.StartObject
            ? throw Wrong(key.Name, "an object of names and values", node)
            : node.Members.Select(pair =>
                pair.Key.Length == 0 || pair.Key.Contains('=', StringComparison.Ordinal) ? throw new ConfigurationException(pair.Value.Place, $"'{key.Name}' has the name '{pair.Key}'. A name is not empty, and has no equals sign.")
                : pair.Value.Kind is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False ? new Setting(key, pair.Key, pair.Value.Text, pair.Value.Place)
                : throw Wrong($"{key.Name}.{pair.Key}", "text, a number, or true or false", pair.Value));
    }

    /// <summary>A variable may hold a number or a switch, so text that has one fits everywhere.</summary>
    private static bool Fits(ConfigurationKind kind, ConfigurationNode node)
        => node.Kind switch
        {
            JsonTokenType.String => kind is ConfigurationKind.Text or ConfigurationKind.Path || Variables.Has(node.Text),
            JsonTokenType.Number => kind == ConfigurationKind.Number,
            JsonTokenType.True or JsonTokenType.False => kind == ConfigurationKind.Switch,
            _ => false,
        };

    private static string Expected(ConfigurationKind kind) => kind switch
    {
        ConfigurationKind.Number => "a whole number",
        ConfigurationKind.Switch => "true or false",
        _ => "text",
    };

    private static ConfigurationException Wrong(string name, string expected, ConfigurationNode node)
        => new(node.Place, $"'{name}' must be {expected}, and is {node.What}.");
}
