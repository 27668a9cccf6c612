using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataAccess.Architecture.Tests;

/// <summary>The sources of the shipped projects as the compiler sees them, read once.</summary>
internal sealed class SourceModel
{
    /// <summary>The projects, each after those that it uses.</summary>
    public static readonly IReadOnlyList<string> Projects =
        ["DataAccess", "DataAccess.Shared", "DataAccess.PostgreSql", "DataAccess.MySql", "DataAccess.Sqlite", "DataAccess.OpenTelemetry", "DataAccess.Aspire", "DataAccess.EntityFramework", "DataAccess.Events", "DataAccess.Migrations", "DataAccess.Testing", "DataAccess.Cli", "DataAccess.Analyzers", "DataAccess.Analyzers.CodeFixes"];

    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks; "
        + "global using static System.FormattableString;";

    /// <summary>The sources that are compiled into each provider stand for a project of their own, which shows them everything.</summary>
    private const string SharedWith =
        "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"DataAccess.PostgreSql\")] "
        + "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"DataAccess.MySql\")] "
        + "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"DataAccess.Sqlite\")]";

    /// <summary>The same for the analyzers, as their project file says.</summary>
    private const string AnalyzersWith = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"DataAccess.Analyzers.CodeFixes\")]";

    /// <summary>The same for the migrations.</summary>
    private const string MigrationsWith = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"DataAccess.Cli\")] "
        + "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"DataAccess.Testing\")]";

    private static readonly Lazy<SourceModel> Shared = new(static () => new SourceModel());

    private SourceModel()
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Projects.Contains(Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal))
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToList();
        foreach (var project in Projects)
        {
            var compilation = CSharpCompilation.Create(
                project,
                Files(project).Append(CSharpSyntaxTree.ParseText(ImplicitUsings + Visibility(project), Options)),
                references,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
            references.Add(compilation.ToMetadataReference());
            Uses.AddRange(SourceUse.In(compilation));
            Declarations.AddRange(SourceDeclaration.In(compilation));
        }
    }

    public static SourceModel Instance => Shared.Value;

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every place where a file names what another file declares.</summary>
    public List<SourceUse> Uses { get; } = [];

    /// <summary>Everything that is declared.</summary>
    public List<SourceDeclaration> Declarations { get; } = [];

    private static CSharpParseOptions Options { get; } = new(LanguageVersion.Latest);

    /// <summary>A path below the solution's folder, with slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string Visibility(string project) => project switch
    {
        "DataAccess.Shared" => SharedWith,
        "DataAccess.Analyzers" => AnalyzersWith,
        "DataAccess.Migrations" => MigrationsWith,
        _ => "",
    };

    private static IEnumerable<SyntaxTree> Files(string project)
        => Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Options, path));

    private static string FindRoot([CallerFilePath] string path = "")
    {
        var folder = new DirectoryInfo(File.Exists(path) ? Path.GetDirectoryName(path)! : AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DataAccess.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The sources are not beside the tests.");
        }

        return folder.FullName;
    }
}
