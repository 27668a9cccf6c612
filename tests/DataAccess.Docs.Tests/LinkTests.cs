using System.Text.RegularExpressions;
using DataAccess.Conformance;

namespace DataAccess.Docs.Tests;

/// <summary>Every relative link between the pages leads to a file, and every anchor to a heading.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Skipped = [".git", "artifacts", "bin", "obj"];

    [Fact]
    public void Every_link_between_pages_resolves()
    {
        var broken = new List<string>();
        var links = 0;
        foreach (var page in Pages(TestFiles.Root))
        {
            foreach (var link in Link().Matches(WithoutCode(File.ReadAllText(page))).Select(static match => match.Groups["target"].Value))
            {
                if (Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                {
                    continue;
                }

                links++;
                if (Problem(page, link) is { } problem)
                {
                    broken.Add($"{Path.GetRelativePath(TestFiles.Root, page)}: {link} {problem}");
                }
            }
        }

        Assert.InRange(links, 50, int.MaxValue);
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_of_docs_is_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>([Path.Combine(TestFiles.Root, "README.md")]);
        while (next.TryPop(out var page))
        {
            if (!reached.Add(page))
            {
                continue;
            }

            foreach (var link in Link().Matches(WithoutCode(File.ReadAllText(page))).Select(static match => match.Groups["target"].Value.Split('#')[0]))
            {
                var target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link));
                if (target.EndsWith(".md", StringComparison.Ordinal) && File.Exists(target))
                {
                    next.Push(target);
                }
            }
        }

        Assert.Empty(Pages(Path.Combine(TestFiles.Root, "docs")).Except(reached, StringComparer.Ordinal));
    }

    [Fact]
    public void The_site_lists_every_page_once()
    {
        var listed = File.ReadAllLines(Path.Combine(TestFiles.Root, "docs", "site", "toc.yml"))
            .Where(static line => line.EndsWith(".md", StringComparison.Ordinal))
            .Select(static line => line[(line.IndexOf("href: ", StringComparison.Ordinal) + "href: ".Length)..]);

        // The rules of the linter are listed by their own page.
        var pages = Directory.EnumerateFiles(TestFiles.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(TestFiles.Root, "docs"), "*.md"))
            .Select(static page => Path.GetRelativePath(TestFiles.Root, page))
            .Concat(["docs/lint/README.md", "samples/README.md"]);

        Assert.Equal(pages.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_list_for_language_models_has_the_same_pages()
    {
        var listed = Link().Matches(File.ReadAllText(Path.Combine(TestFiles.Root, "llms.txt"))).Select(static match => match.Groups["target"].Value);
        var site = File.ReadAllLines(Path.Combine(TestFiles.Root, "docs", "site", "toc.yml"))
            .Where(static line => line.EndsWith(".md", StringComparison.Ordinal))
            .Select(static line => line[(line.IndexOf("href: ", StringComparison.Ordinal) + "href: ".Length)..]);

        Assert.Equal(site.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static string? Problem(string page, string link)
    {
        var (path, anchor) = link.Split('#') is [var file, var heading] ? (file, heading) : (link, null);
        var target = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
        return !File.Exists(target) && !Directory.Exists(target) ? "is no file"
            : anchor is not null && !Anchors(target).Contains(anchor, StringComparer.Ordinal) ? "is no heading of that page"
            : null;
    }

    private static IEnumerable<string> Pages(string folder)
        => Directory.EnumerateFiles(folder, "*.md")
            .Concat(Directory.EnumerateDirectories(folder).Where(static child => !Skipped.Contains(Path.GetFileName(child))).SelectMany(Pages));

    /// <summary>The anchors of a page's headings, as GitHub and DocFX make them.</summary>
    private static IEnumerable<string> Anchors(string page)
        => WithoutCode(File.ReadAllText(page)).Split('\n')
            .Where(static line => line.StartsWith('#'))
            .Select(static line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, 10_000)]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 10_000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 10_000)]
    private static partial Regex NotInAnchor();
}
