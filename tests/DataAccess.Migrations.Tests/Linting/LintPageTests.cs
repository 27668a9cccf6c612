using DataAccess.Conformance;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Linting;

/// <summary>Each rule has its page, whose examples are what the rule says of them.</summary>
public sealed class LintPageTests
{
    private static readonly string Folder = Path.Combine(TestFiles.Root, "docs", "lint");

    public static TheoryData<string> Rules { get; } = new(MigrationLinter.Rules);

    [Fact]
    public void Each_rule_has_a_page_and_each_page_a_rule()
        => Assert.Equal(
            MigrationLinter.Rules.Append("README"),
            Directory.EnumerateFiles(Folder).Select(static file => Path.GetFileNameWithoutExtension(file)).OrderBy(static name => name == "README").ThenBy(static name => name, StringComparer.Ordinal),
            StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_page_shows_what_is_found_and_what_is_clean(string id)
    {
        var engine = EngineRegistry.All.First(e => e.Lint.Rules.Any(r => r.Id == id));
        var rule = engine.Lint.Rules.Single(r => r.Id == id);
        var page = File.ReadAllText(Path.Combine(Folder, id + ".md"));
        var parts = page.Split("## ");
        var database = engine.Database;

        Assert.StartsWith($"# {id}\n\nDatabases: ", page, StringComparison.Ordinal);
        Assert.Contains($"<{rule.Source}>", page, StringComparison.Ordinal);
        Assert.Contains(rule.SafeWay, page.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains($"]({id}.md)", File.ReadAllText(Path.Combine(Folder, "README.md")), StringComparison.Ordinal);
        Assert.Contains(id, Lint(database, parts.Single(static p => p.StartsWith("Bad", StringComparison.Ordinal))).Select(static f => f.Rule), StringComparer.Ordinal);
        Assert.Empty(Lint(database, parts.Single(static p => p.StartsWith("Good", StringComparison.Ordinal))));
    }

    /// <summary>Each block of a part is a file, one version after the other.</summary>
    private static IReadOnlyList<LintFinding> Lint(MigrationDatabase database, string part)
    {
        var engine = EngineRegistry.Find(database);
        var files = part.Split("```sql\n")[1..].Select((text, i) => ($"{i + 1}_page.{engine.Name}.sql", text.Split("```")[0])).ToArray();
        var set = MigrationSet.Read(new MemorySource(files), EngineRegistry.FilesOf(engine), placeholders: null);
        Assert.Empty(set.Problems);
        return MigrationLinter.Lint(set, database);
    }
}
