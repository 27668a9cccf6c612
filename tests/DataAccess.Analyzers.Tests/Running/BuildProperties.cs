using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataAccess.Analyzers.Tests.Running;

/// <summary>The properties of a project that the compiler passes on.</summary>
/// <param name="withoutReflection">Whether the program is built without reflection.</param>
internal sealed class BuildProperties(bool withoutReflection) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(withoutReflection);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Options(bool withoutReflection) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = withoutReflection && key == "build_property.DataAccessReflectionMaps" ? "false" : "";
            return value.Length > 0;
        }
    }
}
