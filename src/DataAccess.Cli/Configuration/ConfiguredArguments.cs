namespace DataAccess.Cli.Configuration;

/// <summary>The settings of a run as arguments.</summary>
internal static class ConfiguredArguments
{
    /// <summary>Adds the settings to the arguments that the user gave, before a <c>--</c>.</summary>
    /// <exception cref="ConfigurationException">A variable is not set, or a value does not fit its key.</exception>
    public static IReadOnlyList<string> Add(IReadOnlyList<string> given, IReadOnlyList<KeyValuePair<Setting, string>> values)
    {
        var added = values.Select(static pair => ArgumentOf(pair.Key, pair.Value)).OfType<string>();
        var own = given.TakeWhile(static argument => argument != "--").ToList();
        return [.. own, .. added, .. given.Skip(own.Count)];
    }

    /// <summary>The values of the settings, with variables expanded and paths relative to the file.</summary>
    /// <param name="settings">What the command uses.</param>
    /// <param name="givenUrl">The URL of the command line; null if it gives none.</param>
    /// <param name="paths">Where paths begin.</param>
    /// <param name="variables">A variable's value; null if it is not set.</param>
    /// <exception cref="ConfigurationException">A variable is not set, or a value does not fit its key.</exception>
    public static IReadOnlyList<KeyValuePair<Setting, string>> Values(
        IReadOnlyList<Setting> settings, string? givenUrl, RelativePaths paths, Func<string, string?> variables)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting, setting.Value(variables))).ToList();
        var url = givenUrl ?? values.Find(static v => v.Key.Key.Option == "--url").Value;
        return values.ConvertAll(v => KeyValuePair.Create(v.Key, v.Key.Key switch
        {
            { Option: "--url" } => paths.OfUrl(v.Value),
            { Kind: ConfigurationKind.Path } => paths.Of(v.Value),
            { Option: "--schemas" } when url is not null && RelativePaths.IsSqlite(url) => paths.Of(v.Value),
            _ => v.Value,
        }));
    }

    /// <summary>A switch that is off is one that nobody gives.</summary>
    private static string? ArgumentOf(Setting setting, string value)
        => setting.Key.Kind != ConfigurationKind.Switch ? $"{setting.Key.Option}={(setting.Member is null ? "" : setting.Member + "=")}{value}"
            : value == "true" ? setting.Key.Option
            : null;
}
