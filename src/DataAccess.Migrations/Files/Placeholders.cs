using System.Text.RegularExpressions;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>Fills <c>${name}</c> in a script. The options can switch it off, as the sign may be the script's own.</summary>
internal static partial class Placeholders
{
    /// <param name="path">The file's name, for problems.</param>
    /// <param name="text">Its text.</param>
    /// <param name="values">The values.</param>
    /// <param name="problems">Receives placeholders without a value.</param>
    /// <param name="places">Receives where the placeholders were.</param>
    public static string Fill(string path, string text, IReadOnlyDictionary<string, string> values, ICollection<string> problems, FilledText places)
        => Placeholder().Replace(
            text,
            match =>
            {
                if (values.TryGetValue(match.Groups["name"].Value, out var value))
                {
                    places.Add(match.Index, match.Length, value.Length);
                    return value;
                }

                var line = 1 + text.AsSpan(0, match.Index).Count('\n');
                problems.Add(Invariant($"{path}:{line}: no value is set for the placeholder {match.Value}. Set it with --set {match.Groups["name"].Value}=VALUE ({nameof(MigrationOptions)}.{nameof(MigrationOptions.Placeholders)}). If the text is meant as it is, make it its own value with --set '{match.Groups["name"].Value}={match.Value}', or pass --no-placeholders ({nameof(MigrationOptions.UsesPlaceholders)}) for all files."));
                return match.Value;
            });

    /// <summary>Whether a part of a script has one.</summary>
    /// <param name="text">The part.</param>
    /// <param name="open">Where one may have begun that ends in the next part; the length of the text if none has.</param>
    public static bool AreIn(ReadOnlySpan<char> text, out int open)
    {
        for (open = 0; text[open..].IndexOf('$') is >= 0 and var next; open++)
        {
            open += next;
            var at = open + 1;
            if (at < text.Length && text[at] == '{')
            {
                at++;
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' or '-'))
                {
                    at++;
                }

                if (at < text.Length && text[at] == '}' && (char.IsAsciiLetter(text[open + 2]) || text[open + 2] == '_'))
                {
                    return true;
                }
            }

            if (at == text.Length)
            {
                return false;
            }
        }

        open = text.Length;
        return false;
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_.-]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Placeholder();
}
