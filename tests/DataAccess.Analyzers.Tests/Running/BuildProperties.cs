using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataAccess.Analyzers.Tests.Running;

/// <summary>The properties of a project that the compiler passes on.</summary>
/// <param name="withoutReflection">Whether the program is built without reflection.</param>
/// <param name="withStatements">Whether its statements are written into the assembly.</param>
internal sealed class BuildProperties(bool withoutReflection, bool withStatements = false) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(withoutReflection, withStatements);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Options(bool withoutReflection, bool withStatements) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = key switch
            {
                "build_property.DataAccessReflectionMaps" when withoutReflection => "false",
                "build_property.DataAccessStatements" when withStatements => "true",
                "build_property.ProjectDir" => "/work/shop/",
                _ => "",
            };
            return value.Length > 0;
        }
    }
}
