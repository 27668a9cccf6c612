namespace DataAccess.Cli.Configuration;

/// <summary>Options that say the same in several ways: one that is given takes the place of the others.</summary>
internal static class OptionGroups
{
    public const string Engine = "--engine";

    private static readonly string[] Urls = ["--url", "--url-env", "--url-file"];

    private static readonly string[] Tenants = ["--schemas", "--tenants-query"];

    /// <summary>Options of which only one may be given.</summary>
    public static bool Excludes(string one, string other) => one == other || (IsUrl(one) && IsUrl(other)) || (IsTenants(one) && IsTenants(other));

    public static bool IsUrl(string option) => Urls.Contains(option, StringComparer.Ordinal);

    /// <summary>Whether it chooses the tenants.</summary>
    public static bool IsTenants(string option) => Tenants.Contains(option, StringComparer.Ordinal);

    /// <summary>Whether it is an error unless tenants are chosen.</summary>
    public static bool NeedsTenants(string option) => option is "--parallel" or "--fail-fast";
}
