namespace DataAccess.Cli.Configuration;

/// <summary>Decides on the environment: <c>--env</c>, then <c>DATAACCESS_ENV</c>, then the file's default. None is guessed.</summary>
internal static class EnvironmentChoice
{
    public const string Variable = "DATAACCESS_ENV";

    /// <summary>The environment's name, or null if none is chosen.</summary>
    /// <exception cref="ConfigurationException">It does not exist.</exception>
    public static string? Of(ConfigurationFile file, string? option, string? variable)
    {
        var (name, source) = option is not null ? (option, "--env") : variable is { Length: > 0 } ? (variable, Variable) : (file.DefaultEnvironment, "");
        return name is null || file.Has(name) ? name : throw new ConfigurationException($"{file.Path}: {file.Unknown(name)} It is given by {source}.");
    }

    /// <summary>The settings that a command uses.</summary>
    /// <exception cref="ConfigurationException">It needs an environment, and none is chosen.</exception>
    public static IReadOnlyList<Setting> SettingsOf(ConfigurationFile file, string? name, ParsedCommand command)
    {
        if (name is not null)
        {
            return SettingSelection.Of(command, file.Shared, file.Environments.First(e => e.Key == name).Value);
        }

        var needed = file.Environments.SelectMany(e => SettingSelection.Of(command, file.Shared, e.Value).Intersect(e.Value)).FirstOrDefault();
        return needed is null
            ? SettingSelection.Of(command, file.Shared, [])
            : throw new ConfigurationException(
                $"{file.Path}: No environment is chosen, and the command takes '{needed.Name}' from one. There are: {string.Join(", ", file.Environments.Select(static e => e.Key))}. "
                + $"Choose with --env NAME, {Variable} or '{ConfigurationKeys.DefaultEnvironment}'.");
    }
}
