using Microsoft.CodeAnalysis;

namespace DataAccess.Architecture.Tests;

/// <summary>Dependencies between folders point one way.</summary>
public sealed class LayerTests
{
    public static TheoryData<string> Projects => [.. SourceModel.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_what_is_below_it(string project)
    {
        var wrong = SourceModel.Instance.Uses
            .Where(use => ProjectOf(use.File) == project)
            .SelectMany(static use => use.DeclaredIn.Select(to => (From: use.File, To: to)))
            .Where(pair => ProjectOf(pair.To) == project && !Layers.Below(project, FolderOf(pair.From)).Contains(FolderOf(pair.To)))
            .Distinct()
            .Select(static pair => $"{pair.From} uses {pair.To}");
        None(wrong);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_its_layer(string project)
        => Assert.Equal(
            Layers.Folders[project].Keys.Order(StringComparer.Ordinal),
            SourceModel.Instance.Declarations.Where(d => ProjectOf(d.File) == project).Select(static d => FolderOf(d.File)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void Providers_do_not_know_each_other_and_only_the_command_line_knows_them()
    {
        string[] providers = ["DataAccess.PostgreSql", "DataAccess.MySql", "DataAccess.Sqlite"];
        var wrong = SourceModel.Instance.Uses
            .SelectMany(static use => use.DeclaredIn.Select(to => (From: use.File, To: to)))
            .Where(pair => providers.Contains(ProjectOf(pair.To), StringComparer.Ordinal) && ProjectOf(pair.From) != ProjectOf(pair.To) && ProjectOf(pair.From) != "DataAccess.Cli")
            .Distinct()
            .Select(static pair => $"{pair.From} uses {pair.To}");
        None(wrong);
    }

    /// <summary>What is typed every day is in the project's own namespace; a public type of a folder within a folder may be in the outer one's.</summary>
    [Fact]
    public void Namespaces_follow_folders()
    {
        var wrong = SourceModel.Instance.Declarations
            .Where(static d => d.Symbol is INamedTypeSymbol { ContainingType: null })
            .Where(static d => !MayBeIn(d))
            .Select(static d => $"{d.File}: {d.Symbol}");
        None(wrong);
    }

    /// <summary>Fails with every line, which xunit would cut.</summary>
    private static void None(IEnumerable<string> wrong)
    {
        if (string.Join('\n', wrong) is { Length: > 0 } lines)
        {
            Assert.Fail(lines);
        }
    }

    private static bool MayBeIn(SourceDeclaration declaration)
    {
        var own = (ProjectOf(declaration.File) + "/" + FolderOf(declaration.File)).TrimEnd('/').Replace('/', '.');
        var name = declaration.Symbol.ContainingNamespace.ToDisplayString();
        return name == own
            || (name is "Microsoft.Extensions.DependencyInjection" or "Microsoft.Extensions.Hosting" && declaration.Symbol.DeclaredAccessibility == Accessibility.Public)
            || (declaration.Symbol.DeclaredAccessibility == Accessibility.Public && own.StartsWith(name + ".", StringComparison.Ordinal));
    }

    private static string ProjectOf(string file) => file.Split('/')[1];

    private static string FolderOf(string file) => string.Join('/', file.Split('/')[2..^1]);
}
