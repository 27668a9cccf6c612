using DataAccess.Analyzers.MissingMaps;
using DataAccess.Analyzers.NameHoles;
using DataAccess.Analyzers.QuotedHoles;
using DataAccess.Analyzers.RawText;
using DataAccess.Analyzers.RowTypes;
using DataAccess.Analyzers.Tests.Running;
using DataAccess.Analyzers.TextHoles;
using DataAccess.Analyzers.ValueTasks;
using DataAccess.Analyzers.Writers;
using DataAccess.Conformance;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataAccess.Analyzers.Tests;

/// <summary>Each rule has its page, whose examples are what the rule says of them.</summary>
public sealed class RulePageTests
{
    private const string Around = """
        public sealed record Reading(Guid Id, string Sensor, double Level);

        public class Page(Database db, BatchingWriter<Reading> writer)
        {
            public Database Db => db;
            public BatchingWriter<Reading> Writer => writer;

            public async Task RunAsync(
                string name, string term, string table, string column, string direction, bool descending, bool all, int id, Reading reading, CancellationToken ct)
            {
                await Task.Yield();
        """;

    private const string SensorJson = """

        public abstract class SensorJson : System.Text.Json.Serialization.JsonSerializerContext
        {
            protected SensorJson() : base(null) { }
        }
        """;

    private static readonly DiagnosticAnalyzer[] Analyzers =
        [new QuotedHoleAnalyzer(), new NameHoleAnalyzer(), new TextHoleAnalyzer(), new ValueTaskAnalyzer(), new WriterPerCallAnalyzer(), new RawTextAnalyzer(), new RowTypeAnalyzer(), new MissingMapAnalyzer()];

    private static readonly string Docs = Path.Combine(TestFiles.Root, "docs");

    public static TheoryData<string> Rules { get; } = [.. Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id)];

    [Fact]
    public void Each_rule_has_a_page_and_each_page_a_rule()
        => Assert.Equal(
            Rules.Select(static row => row.Data),
            Directory.EnumerateFiles(Path.Combine(Docs, "analyzers")).Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);

    [Fact]
    public void The_analyzers_here_are_all_of_them()
        => Assert.Equal(
            typeof(QuotedHoleAnalyzer).Assembly.GetTypes().Where(static type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type)).Select(static type => type.Name).Order(StringComparer.Ordinal),
            Analyzers.Select(static analyzer => analyzer.GetType().Name).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_page_shows_what_is_found_and_what_is_clean(string id)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Docs, "analyzers", id + ".md"), TestContext.Current.CancellationToken);
        var rule = Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Single(rule => rule.Id == id);
        var severity = rule.DefaultSeverity.ToString().ToLowerInvariant();

        Assert.StartsWith($"# {id}\n\nSeverity: {severity}.", page, StringComparison.Ordinal);
        Assert.Contains($"| [{id}](analyzers/{id}.md) | {severity} |", await File.ReadAllTextAsync(Path.Combine(Docs, "analyzers.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.EndsWith($"docs/analyzers/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.Equal("DataAccess", rule.Category);
        Assert.All(Blocks(page, "cs"), block => Assert.Equal([id], Find(id, block).Select(static found => found.Id).Distinct(StringComparer.Ordinal), StringComparer.Ordinal));
        Assert.All(Blocks(page, "csharp"), block => Assert.Empty(Find(id, block)));
    }

    /// <summary>What all rules say of a block: statements, or declarations on the pages of the rules for <c>[Row]</c>.</summary>
    private static IEnumerable<Diagnostic> Find(string id, string block)
        => Analyzers.SelectMany(analyzer => UserCode.FindAsync(
                analyzer,
                UserCode.File(string.CompareOrdinal(id, "DA0007") < 0 ? Around + block + "}}" : block + SensorJson),
                withoutReflection: id is "DA0010" or "DA0011").GetAwaiter().GetResult());

    private static string[] Blocks(string page, string language)
    {
        var blocks = page.Split($"```{language}\n")[1..].Select(static text => text.Split("```")[0]).ToArray();
        Assert.NotEmpty(blocks);
        return blocks;
    }
}
