namespace DataAccess.DependencyInjection;

/// <summary>What a misspelt name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The name that takes the fewest edits, if a third of the letters, or two, are enough; else null. Case does not count.</summary>
    public static string? Of(string name, IEnumerable<string> known)
        => known.Select(candidate => (candidate, edits: Edits(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.edits <= Math.Max(2, name.Length / 3) && pair.edits < pair.candidate.Length)
            .OrderBy(static pair => pair.edits)
            .Select(static pair => pair.candidate)
            .FirstOrDefault();

    /// <summary>The number of letters to add, remove or replace.</summary>
    private static int Edits(string from, string to)
    {
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var current = new int[to.Length + 1];
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[^1];
    }
}
