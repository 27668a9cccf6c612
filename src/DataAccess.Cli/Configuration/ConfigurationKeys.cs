using System.CommandLine;
using DataAccess.DependencyInjection;

namespace DataAccess.Cli.Configuration;

/// <summary>The keys that a file may have: the options of the commands, less those that are <see cref="RefusedKeys">refused</see>.</summary>
internal sealed class ConfigurationKeys
{
    public const string Environments = "environments";

    public const string DefaultEnvironment = "defaultEnvironment";

    /// <summary>Writes sample tables, which nobody wants in the database that a file names.</summary>
    private const string Demo = "demo";

    private readonly Dictionary<string, ConfigurationKey> _keys = new(StringComparer.Ordinal);

    private ConfigurationKeys(Command root) => AddFrom(root);

    /// <summary>The names of the keys that a file may have at its top and in an environment.</summary>
    public IEnumerable<string> Names => _keys.Values.Where(static key => RefusedKeys.ReasonOf(key.Option) is null).Select(static key => key.Name);

    public static ConfigurationKeys Of(RootCommand root) => new(root);

    /// <summary>Whether a command takes values of the file.</summary>
    public static bool IsConfigured(Command command) => command.Action is not null && command.Name != Demo;

    /// <exception cref="ConfigurationException">There is no such key, or a file cannot give it.</exception>
    public ConfigurationKey Find(string name, FilePlace place, bool isTop)
    {
        if (!_keys.TryGetValue(name, out var key))
        {
            throw new ConfigurationException(place, Unknown(name, isTop));
        }

        return RefusedKeys.ReasonOf(key.Option) is { } reason
            ? throw new ConfigurationException(place, $"'{name}' cannot be in the file: {reason}. Pass {key.Option} on the command line.")
            : key;
    }

    private string Unknown(string name, bool isTop)
        => name is Environments or DefaultEnvironment ? $"'{name}' is a key of the file's top, and not of an environment."
            : NearestName.Of(name == "set" ? ConfigurationKey.Placeholders : name, isTop ? Names.Concat([Environments, DefaultEnvironment]) : Names) is { } nearest ? $"There is no key '{name}'. Did you mean '{nearest}'?"
            : $"There is no key '{name}'. The keys are {string.Join(", ", Names.Order(StringComparer.Ordinal))}.";

    private void AddFrom(Command command)
    {
        foreach (var option in IsConfigured(command) ? command.Options.Where(static o => o.Name.StartsWith("--", StringComparison.Ordinal)) : [])
        {
            var key = ConfigurationKey.Of(option);
            _keys.TryAdd(key.Name, key);
        }

        foreach (var child in command.Subcommands)
        {
            AddFrom(child);
        }
    }
}
