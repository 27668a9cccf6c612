using System.Collections.Immutable;
using DataAccess.Analyzers.Rows;
using DataAccess.Analyzers.Tuples;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataAccess.Analyzers.Tests.Running;

/// <summary>Runs the generator of row maps on a program.</summary>
internal static class GeneratorRun
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    /// <summary>A compilation of one file for each text.</summary>
    public static CSharpCompilation Compile(params string[] files)
        => CSharpCompilation.Create("User", files.Select(static (file, i) => CSharpSyntaxTree.ParseText(UserCode.File(file), Parsing, $"File{i}.cs")), UserCode.Metadata, UserCode.Options);

    public static GeneratorDriver Driver()
        => CSharpGeneratorDriver.Create(
            [new RowGenerator().AsSourceGenerator(), new TupleGenerator().AsSourceGenerator()], parseOptions: Parsing, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The generated files by their names. The program must compile with them.</summary>
    public static IReadOnlyDictionary<string, string> Generate(params string[] files)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(Compile(files), out var compilation, out var problems, TestContext.Current.CancellationToken);
        Assert.Empty(problems);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity >= DiagnosticSeverity.Warning));
        return driver.GetRunResult().Results.SelectMany(static result => result.GeneratedSources).ToDictionary(static s => s.HintName, static s => s.SourceText.ToString(), StringComparer.Ordinal);
    }

    /// <summary>The reasons why the last run made each model and each file.</summary>
    public static ImmutableArray<IncrementalStepRunReason> Reasons(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results.Single(static result => result.TrackedSteps.ContainsKey(RowGenerator.Models));
        return [.. result.TrackedSteps[RowGenerator.Models].Concat(result.TrackedOutputSteps.SelectMany(static step => step.Value)).SelectMany(static step => step.Outputs).Select(static output => output.Reason)];
    }
}
