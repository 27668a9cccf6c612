namespace DataAccess.Cli.Configuration;

/// <summary>One value of the file.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Member">The name of a pair; null for the other keys.</param>
/// <param name="Text">The value as the file has it, before variables are expanded.</param>
/// <param name="Place">Where it is.</param>
internal sealed record Setting(ConfigurationKey Key, string? Member, string Text, FilePlace Place)
{
    /// <summary>How messages name it.</summary>
    public string Name => Member is null ? Key.Name : $"{Key.Name}.{Member}";

    /// <summary>The value itself, with variables expanded.</summary>
    /// <exception cref="ConfigurationException">A variable is not set, or the value does not fit the key.</exception>
    public string Value(Func<string, string?> variables)
    {
        var value = Variables.Expand(Text, variables, problem => new ConfigurationException(Place, $"'{Name}': {problem}"));
        var fits = Key.Kind switch
        {
            ConfigurationKind.Number => int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _),
            ConfigurationKind.Switch => value is "true" or "false",
            _ => true,
        };
        return fits
            ? value
            : throw new ConfigurationException(Place, $"'{Name}' must be {(Key.Kind == ConfigurationKind.Number ? "a whole number" : "true or false")}, and {Text} is not.");
    }
}
