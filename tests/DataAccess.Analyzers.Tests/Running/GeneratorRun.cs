using System.Collections.Immutable;
using DataAccess.Analyzers.Manifest;
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

    /// <summary>The generated files by their names, without the numbers in them. The program must compile with them.</summary>
    public static IReadOnlyDictionary<string, string> Generate(params string[] files)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(Compile(files), out var compilation, out var problems, TestContext.Current.CancellationToken);
        Assert.Empty(problems);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity >= DiagnosticSeverity.Warning));
        return driver.GetRunResult().Results.SelectMany(static result => result.GeneratedSources).ToDictionary(static s => NameOf(s.HintName), static s => s.SourceText.ToString(), StringComparer.Ordinal);
    }

    /// <summary>A file's name without the number of its type's name.</summary>
    private static string NameOf(string file) => file.Split('.') is { Length: > 4 } parts && parts[^4].Length == 8 && parts[^4].All(char.IsAsciiHexDigitLower)
        ? string.Join('.', parts.Where((_, i) => i != parts.Length - 4))
        : file;

    /// <summary>The statements that are written into an assembly, each as JSON, without the first, which only says that there are some.</summary>
    /// <param name="file">The program's only file, <c>/work/shop/Data/Orders.cs</c>.</param>
    /// <param name="isOn">Whether the project asks for them.</param>
    public static IReadOnlyList<string>? Statements(string file, bool isOn = true)
    {
        var compilation = CSharpCompilation.Create("User", [CSharpSyntaxTree.ParseText(UserCode.File(file), Parsing, "/work/shop/Data/Orders.cs")], UserCode.Metadata, UserCode.Options);
        CSharpGeneratorDriver.Create([new ManifestGenerator().AsSourceGenerator()], parseOptions: Parsing, optionsProvider: new BuildProperties(withoutReflection: false, isOn))
            .RunGeneratorsAndUpdateCompilation(compilation, out var made, out var problems, TestContext.Current.CancellationToken);
        Assert.Empty(problems);
        Assert.Empty(made.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity >= DiagnosticSeverity.Error));
        var all = made.Assembly.GetAttributes().Where(static a => a.ConstructorArguments is [{ Value: ManifestGenerator.Key }, _]).Select(static a => (string)a.ConstructorArguments[1].Value!).ToList();
        return all.Count == 0 ? null : all[1..];
    }

    /// <summary>The reasons why the last run made each model and each file.</summary>
    public static ImmutableArray<IncrementalStepRunReason> Reasons(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results.Single(static result => result.TrackedSteps.ContainsKey(RowGenerator.Models));
        return [.. result.TrackedSteps[RowGenerator.Models].Concat(result.TrackedOutputSteps.SelectMany(static step => step.Value)).SelectMany(static step => step.Outputs).Select(static output => output.Reason)];
    }
}
