using System.Reflection;

namespace DataAccess.Analyzers.Rules;

/// <summary>Where the page of a rule is.</summary>
internal static class RulePage
{
    /// <summary>The repository's address. Only the pipeline that publishes the package knows it, and builds it in.</summary>
    private static readonly string? Repository = typeof(RulePage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static a => a.Key == "RulePages")?.Value;

    /// <summary>The address of the page, or its path in the repository if the address is not known.</summary>
    public static string Of(string id) => (Repository is null ? "" : Repository + "/blob/main/") + "docs/analyzers/" + id + ".md";
}
