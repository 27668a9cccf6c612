using System.Text.Json;
using DataAccess.DependencyInjection;

namespace DataAccess.Cli.Configuration;

/// <summary>A file that was checked: its shared settings and those of its environments.</summary>
/// <param name="Path">The file, as messages name it.</param>
/// <param name="Shared">The settings of every environment.</param>
/// <param name="Environments">The settings of each environment, in the file's order.</param>
/// <param name="DefaultEnvironment">The environment if none is chosen; null if there is none.</param>
internal sealed record ConfigurationFile(
    string Path, IReadOnlyList<Setting> Shared, IReadOnlyList<KeyValuePair<string, IReadOnlyList<Setting>>> Environments, string? DefaultEnvironment)
{
    /// <exception cref="ConfigurationException">It is not valid; the message names the line, the key and what to write.</exception>
    public static ConfigurationFile Parse(string path, ReadOnlySpan<byte> text, ConfigurationKeys keys)
    {
        var root = ObjectOf("The file", ConfigurationReader.Read(path, text));
        var shared = SettingsOf(root.Where(static m => m.Key is not (ConfigurationKeys.Environments or ConfigurationKeys.DefaultEnvironment)), keys, isTop: true);
        var environments = root.FirstOrDefault(static m => m.Key == ConfigurationKeys.Environments).Value is { } node
            ? ObjectOf($"'{ConfigurationKeys.Environments}'", node)
                .Select(m => KeyValuePair.Create<string, IReadOnlyList<Setting>>(m.Key, SettingsOf(ObjectOf($"The environment '{m.Key}'", m.Value), keys, isTop: false)))
                .ToList()
            : [];
        var file = new ConfigurationFile(path, shared, environments, DefaultEnvironment: null);
        return root.FirstOrDefault(static m => m.Key == ConfigurationKeys.DefaultEnvironment).Value is { } chosen
            ? file with { DefaultEnvironment = file.NameOf(chosen) }
            : file;
    }

    /// <summary>Whether there is such an environment. Case matters.</summary>
    public bool Has(string environment) => Environments.Any(e => e.Key == environment);

    /// <summary>Says that an environment does not exist, and which do.</summary>
    public string Unknown(string environment)
        => Environments.Count == 0 ? $"There is no environment '{environment}': the file has no '{ConfigurationKeys.Environments}'."
            : NearestName.Of(environment, Environments.Select(static e => e.Key)) is { } nearest ? $"There is no environment '{environment}'. Did you mean '{nearest}'?"
            : $"There is no environment '{environment}'. There are: {string.Join(", ", Environments.Select(static e => e.Key))}.";

    private string NameOf(ConfigurationNode node)
        => node.Kind != JsonTokenType.String ? throw new ConfigurationException(node.Place, $"'{ConfigurationKeys.DefaultEnvironment}' must be text, and is {node.What}.")
            : !Has(node.Text) ? throw new ConfigurationException(node.Place, $"'{ConfigurationKeys.DefaultEnvironment}': {Unknown(node.Text)}")
            : node.Text;

    private static IReadOnlyList<KeyValuePair<string, ConfigurationNode>> ObjectOf(string what, ConfigurationNode node)
        => node.Kind == JsonTokenType.StartObject ? node.Members : throw new ConfigurationException(node.Place, $"{what} must be an object, and is {node.What}.");

    private static List<Setting> SettingsOf(IEnumerable<KeyValuePair<string, ConfigurationNode>> members, ConfigurationKeys keys, bool isTop)
    {
        var settings = members.SelectMany(member => SettingReader.Read(keys.Find(member.Key, member.Value.Place, isTop), member.Value)).ToList();
        foreach (var setting in settings)
        {
            if (settings.Find(other => other.Key != setting.Key && OptionGroups.Excludes(other.Key.Option, setting.Key.Option)) is { } other)
            {
                throw new ConfigurationException(other.Place, $"'{setting.Name}' and '{other.Name}' exclude each other. Remove one.");
            }
        }

        return settings;
    }
}
