using System.Globalization;
using System.Text.Json;
using DataAccess.Conformance;

namespace DataAccess.Docs.Tests;

/// <summary>docs/benchmarks holds the figures of each release, and the page shows the newest.</summary>
public sealed class BenchmarkHistoryTests
{
    private static string Docs { get; } = Path.Combine(TestFiles.Root, "docs");

    [Fact]
    public void The_page_shows_the_figures_of_the_newest_release()
    {
        var page = File.ReadAllLines(Path.Combine(Docs, "benchmarks.md"))
            .Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(static cells => cells.Length == 6 && cells[0].StartsWith('`'))
            .Select(static cells => string.Join(" ", cells));

        var (_, _, newest) = Releases().MaxBy(static release => release.Version);
        var figures = newest.GetProperty("figures").EnumerateArray().Select(static figure => string.Create(
            CultureInfo.InvariantCulture,
            $"`{figure.GetProperty("work")}` {figure.GetProperty("engine")} {figure.GetProperty("contender")} {figure.GetProperty("ops_per_second").GetDouble():#,0} {figure.GetProperty("time_ratio").GetDouble():0.000} {figure.GetProperty("bytes_per_op").GetDouble():#,0}"));

        Assert.Equal(figures.Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_release_says_when_and_on_what_it_was_measured()
    {
        var releases = Releases().ToList();

        Assert.NotEmpty(releases);
        Assert.All(releases, static release =>
        {
            Assert.Equal($"{release.Version}.json", release.File);
            Assert.True(DateOnly.TryParseExact(release.Json.GetProperty("date").GetString(), "yyyy-MM-dd", out _));
            Assert.NotEmpty(release.Json.GetProperty("machine").GetString()!);
            Assert.True(release.Json.GetProperty("mode").GetString() is "full" or "quick");
        });

        // A release whose plots were not drawn.
        Assert.Contains($"DataAccess {releases.Max(static r => r.Version)}: ", File.ReadAllText(Path.Combine(Docs, "benchmarks", "newest.svg")), StringComparison.Ordinal);
    }

    private static IEnumerable<(Version Version, string File, JsonElement Json)> Releases()
        => Directory.EnumerateFiles(Path.Combine(Docs, "benchmarks"), "*.json").Select(static file =>
        {
            var json = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file));
            return (Version.Parse(json.GetProperty("version").GetString()!), Path.GetFileName(file), json);
        });
}
