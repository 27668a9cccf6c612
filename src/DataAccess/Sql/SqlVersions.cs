using System.Globalization;

namespace DataAccess.Sql;

/// <summary>
/// The comments of MySQL and MariaDB that only some servers run: <c>/*!80000 … */</c> from a version on, <c>/*M! … */</c> on MariaDB alone.
/// Records those in a text, and determines which of them one way of reading the text skips.
/// </summary>
internal sealed class SqlVersions(IReadOnlySet<string> skipped)
{
    /// <summary>
    /// MariaDB skips versions of MySQL from here on, https://mariadb.com/docs/server/reference/sql-structure/comment-syntax; what is older
    /// every server runs.
    /// </summary>
    private const int FirstUncertain = 50_700;

    /// <summary>The maximum number of ways in which different servers may read a text; no more are examined.</summary>
    private const int MostReadings = 16;

    private readonly HashSet<string> _run = new(StringComparer.Ordinal);

    /// <summary>Whether a comment is skipped.</summary>
    /// <param name="opening">The opening of the comment, with its version.</param>
    public bool Skips(ReadOnlySpan<char> opening)
    {
        var digits = opening[(opening.IndexOf('!') + 1)..];
        var isMariaDb = opening.Contains('M');
        if (!isMariaDb && (digits.IsEmpty || (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version < FirstUncertain)))
        {
            return false;
        }

        var name = opening.ToString();
        if (skipped.Contains(name))
        {
            return true;
        }

        _run.Add(name);
        return false;
    }

    /// <summary>Enumerates the ways to read a text; there is almost always one.</summary>
    /// <param name="read">Reads the text in one way.</param>
    /// <returns>False if there are too many.</returns>
    public static bool ForEachReading(Action<SqlVersions> read)
    {
        var sets = new List<HashSet<string>> { new(StringComparer.Ordinal) };
        for (var i = 0; i < sets.Count; i++)
        {
            if (i == MostReadings)
            {
                return false;
            }

            var versions = new SqlVersions(sets[i]);
            read(versions);
            foreach (var name in versions._run)
            {
                HashSet<string> next = new(sets[i], StringComparer.Ordinal) { name };
                if (!sets.Exists(next.SetEquals))
                {
                    sets.Add(next);
                }
            }
        }

        return true;
    }
}
