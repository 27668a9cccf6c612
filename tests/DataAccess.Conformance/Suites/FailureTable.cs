using System.Text.RegularExpressions;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The tables of docs/failures.md, which have to say what the code does.</summary>
public static class FailureTable
{
    /// <summary>The codes of an engine and their kinds, as the page lists them.</summary>
    /// <param name="engine">The section's title.</param>
    public static IReadOnlyDictionary<string, FailureKind> Of(string engine)
    {
        var page = File.ReadAllText(Path.Combine(TestFiles.Root, "docs", "failures.md"));
        var start = page.IndexOf($"## {engine}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/failures.md has no section '{engine}'.");
        var end = page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        var section = end < 0 ? page[start..] : page[start..end];
        var codes = new Dictionary<string, FailureKind>(StringComparer.Ordinal);
        foreach (var line in section.Split('\n').Where(static l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            // | `40001` | `RolledBack` | why |
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            Assert.True(cells.Length >= 5 && cells[3].Length > 0, $"'{line}' has not the three columns.");
            codes.Add(cells[1].Trim('`'), Enum.Parse<FailureKind>(cells[2].Trim('`')));
        }

        Assert.InRange(codes.Count, 20, int.MaxValue);
        return codes;
    }

    /// <summary>Compares an engine's table with what the provider says of each code.</summary>
    /// <param name="engine">The section's title.</param>
    /// <param name="kindOf">What the provider says.</param>
    public static void AssertTrue(string engine, Func<string, FailureKind> kindOf)
    {
        var wrong = Of(engine).Where(row => kindOf(row.Key) != row.Value).Select(row => $"{row.Key} is {kindOf(row.Key)} and not {row.Value}");
        Assert.Empty(wrong);
    }

    /// <summary>Looks for codes that the provider tells apart and the page does not list.</summary>
    /// <param name="engine">The section's title.</param>
    /// <param name="sourceFile">The file of the classification, under src.</param>
    /// <param name="code">How a code looks there; its group <c>code</c> is the code.</param>
    public static void AssertComplete(string engine, string sourceFile, string code)
    {
        var source = File.ReadAllText(Path.Combine(TestFiles.Root, "src", sourceFile));
        var told = Regex.Matches(source, code, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(static m => m.Groups["code"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.InRange(told.Count, 15, int.MaxValue);
        Assert.Empty(told.Except(Of(engine).Keys, StringComparer.Ordinal));
    }
}
