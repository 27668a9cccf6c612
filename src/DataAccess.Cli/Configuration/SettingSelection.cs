namespace DataAccess.Cli.Configuration;

/// <summary>Decides which settings a command uses. The command line wins over the environment, and the environment over what is shared.</summary>
internal static class SettingSelection
{
    /// <param name="command">The command.</param>
    /// <param name="shared">The shared settings.</param>
    /// <param name="environment">The settings of the environment.</param>
    public static IReadOnlyList<Setting> Of(ParsedCommand command, IReadOnlyList<Setting> shared, IReadOnlyList<Setting> environment)
    {
        var usable = shared.Where(s => !environment.Any(e => Replaces(e, s))).Concat(environment)
            .Where(s => command.Options.Contains(s.Key.Option))
            .Where(s => s.Member is null ? !command.Given.Any(given => OptionGroups.Excludes(given, s.Key.Option)) : !command.Pairs.Contains(s.Member))
            .ToList();
        var hasUrl = usable.Exists(static s => OptionGroups.IsUrl(s.Key.Option));
        var hasEngine = usable.Exists(static s => s.Key.Option == OptionGroups.Engine);
        var skipsUrl = command.Given.Contains(OptionGroups.Engine) || (hasEngine && command.ReadsOnlyFiles && !command.Given.Any(OptionGroups.IsUrl));
        var skipsEngine = command.Given.Any(OptionGroups.IsUrl) || (hasUrl && !skipsUrl);
        var hasTenants = command.Given.Any(OptionGroups.IsTenants) || usable.Exists(static s => OptionGroups.IsTenants(s.Key.Option));
        return usable
            .Where(s => !(skipsUrl && OptionGroups.IsUrl(s.Key.Option)))
            .Where(s => !(skipsEngine && s.Key.Option == OptionGroups.Engine))
            .Where(s => hasTenants || !OptionGroups.NeedsTenants(s.Key.Option))
            .ToList();
    }

    private static bool Replaces(Setting one, Setting other)
        => one.Member == other.Member && OptionGroups.Excludes(one.Key.Option, other.Key.Option);
}
