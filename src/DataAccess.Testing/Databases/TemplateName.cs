using System.Globalization;
using System.Security.Cryptography;

namespace DataAccess.Testing.Databases;

/// <summary>
/// The names of templates and copies: <c>datest_KEY_tMINUTES</c> and <c>datest_KEY_cMINUTES_RANDOM</c>. They tell what made them and when, so that left-overs are found by any
/// later run. At most 42 characters.
/// </summary>
internal static class TemplateName
{
    public const string Prefix = "datest_";

    public static string OfTemplate(string key) => Invariant($"{Prefix}{key}_t{Now()}");

    /// <summary>The name of a template that is not complete.</summary>
    public static string OfBuild(string key) => Invariant($"{Prefix}{key}_c{Now()}_{Random()}");

    public static string OfCopy(string template) => OfBuild(template.Split('_')[1]);

    public static bool IsTemplate(string name, string key) => name.StartsWith($"{Prefix}{key}_t", StringComparison.Ordinal);

    /// <summary>How long ago a database of that name was made; null if the name is not one of these.</summary>
    public static TimeSpan? AgeOf(string name, out bool isTemplate)
    {
        var parts = name.Split('_');
        isTemplate = parts.Length == 3 && parts[2].StartsWith('t');
        return name.StartsWith(Prefix, StringComparison.Ordinal) && parts.Length is 3 or 4 && parts[2].Length > 1
            && long.TryParse(parts[2].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            ? TimeSpan.FromMinutes(Now() - minutes)
            : null;
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60;

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
}
