using System.Globalization;

namespace DataAccess.Migrations.Files;

/// <summary>The versions that a squashed file replaces, as a directive writes them: <c>1..41,50,51.1</c>.</summary>
internal static class ReplacedVersions
{
    /// <summary>A squash of more files than anyone has; so a mistake in a number does not fill the memory.</summary>
    private const int Max = 100_000;

    /// <summary>The versions; null if the text is not a list of them.</summary>
    public static IReadOnlyList<MigrationVersion>? TryParse(string text)
    {
        var versions = new List<MigrationVersion>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var bounds = part.Split("..", 2);
            if (!MigrationVersion.TryParse(bounds[0], out var first) || !MigrationVersion.TryParse(bounds[^1], out var last))
            {
                return null;
            }

            if (bounds.Length == 1)
            {
                versions.Add(first);
                continue;
            }

            if (first.Number is not { } from || last.Number is not { } to || to < from || to - from >= Max - versions.Count)
            {
                return null;
            }

            for (var number = from; number <= to; number++)
            {
                versions.Add(number);
            }
        }

        return versions;
    }

    /// <summary>The lines of a directive, each with few enough to be read.</summary>
    public static IEnumerable<string> Write(IReadOnlyList<MigrationVersion> versions)
    {
        var runs = new List<string>();
        for (var i = 0; i < versions.Count;)
        {
            var next = i + 1;
            while (next < versions.Count && versions[i].Number is { } first && versions[next].Number == first + (next - i))
            {
                next++;
            }

            runs.Add(next - i > 1 ? string.Create(CultureInfo.InvariantCulture, $"{versions[i]}..{versions[next - 1]}") : versions[i].ToString());
            i = next;
        }

        return runs.Chunk(8).Select(static chunk => $"replaces={string.Join(',', chunk)}");
    }
}
