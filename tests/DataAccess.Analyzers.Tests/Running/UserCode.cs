using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataAccess.Analyzers.Tests.Running;

/// <summary>A program that uses the library as it is built, and what an analyzer says of it.</summary>
internal static class UserCode
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks; using DataAccess; ";

    private const string Start = Usings + """
        public sealed record Row(int Id, string Name);

        public class Service(Database db, BatchingWriter<Row> writer)
        {
            public Database Db => db;
            public BatchingWriter<Row> Writer => writer;

            public async Task RunAsync(string name, string? other, int id, bool flag, int[] ids, object any, SqlStatement part, SqlStatement? perhaps, Row row, DayOfWeek day)
            {
                await Task.Yield();

        """;

    private const string End = """

            }
        }
        """;

    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilationOptions Options { get; } = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static IEnumerable<MetadataReference> Metadata => References;

    /// <summary>The body of a method of a class that holds a database.</summary>
    public static string Method(string body) => Start + body + End;

    /// <summary>A file of its own.</summary>
    public static string File(string code) => Usings + code;

    /// <summary>What the analyzer finds. The code must compile.</summary>
    /// <param name="analyzer">The analyzer.</param>
    /// <param name="code">The code.</param>
    /// <param name="withoutReflection">Whether the program is built without reflection, as for native code.</param>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(DiagnosticAnalyzer analyzer, string code, bool withoutReflection = false)
    {
        var compilation = CSharpCompilation.Create("User", [CSharpSyntaxTree.ParseText(code)], References, Options);
        Assert.Empty(compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
        var run = compilation.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new BuildProperties(withoutReflection)), static (exception, _, _) => Assert.Fail(exception.ToString()), concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        var found = await run.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.OrderBy(static d => d.Location.SourceSpan.Start)];
    }

    /// <summary>Checks that exactly what is marked with <c>[|…|]</c> is found.</summary>
    public static async Task<ImmutableArray<Diagnostic>> CheckAsync(DiagnosticAnalyzer analyzer, string marked, bool withoutReflection = false)
    {
        var code = MarkedCode.Parse(marked);
        var found = await FindAsync(analyzer, code.Text, withoutReflection);
        Assert.Equal(
            string.Join('\n', code.Marked),
            string.Join('\n', found.Select(d => MarkedCode.Show(d.Location.SourceSpan.Start, code.Text.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)))));
        return found;
    }
}
