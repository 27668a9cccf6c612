using Microsoft.CodeAnalysis.Diagnostics;

namespace DataAccess.Analyzers.Rules;

/// <summary>Whether a program is built without reflection: what <c>buildTransitive/DataAccess.targets</c> says, which <c>PublishAot</c> and <c>PublishTrimmed</c> decide by default.</summary>
internal static class ReflectionOption
{
    public static bool IsOff(AnalyzerOptions options)
        => options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.DataAccessReflectionMaps", out var value)
        && string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
