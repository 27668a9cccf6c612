using System.Text.RegularExpressions;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The table of docs/failures.md of what proves a rollback as an answer to COMMIT.</summary>
public static partial class RollbackTable
{
    /// <summary>The codes that an engine's rows name, and whether the page says that they prove a rollback.</summary>
    public static IReadOnlyDictionary<string, bool> Of(string engine)
    {
        var codes = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(TestFiles.Root, "docs", "failures.md")).Where(l => l.StartsWith($"| {engine} |", StringComparison.Ordinal)))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            foreach (Match code in Code().Matches(cells[2]))
            {
                codes.Add(code.Groups["code"].Value, cells[3] == "yes");
            }
        }

        Assert.NotEmpty(codes);
        return codes;
    }

    [GeneratedRegex("`(?<code>[0-9A-Z]*[0-9X][0-9A-Z]*)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
