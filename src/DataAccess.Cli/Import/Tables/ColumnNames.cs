using System.Text;

namespace DataAccess.Cli.Import.Tables;

/// <summary>Makes column names from a file's field names: <c>Cost Total $</c> is <c>cost_total</c>, <c>magType</c> is <c>mag_type</c>.</summary>
internal static class ColumnNames
{
    // PostgreSQL truncates names to 63 bytes without an error; a number may still be appended here.
    private const int MaxBytes = 56;

    /// <summary>A name for each field, unique without regard to case.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<string> fields)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new string[fields.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var name = Of(fields[i]) is { Length: > 0 } made ? made : Invariant($"column_{i + 1}");
            names[i] = name;
            for (var number = 2; !taken.Add(names[i]); number++)
            {
                names[i] = Invariant($"{name}_{number}");
            }
        }

        return names;
    }

    /// <summary>The field's name in snake_case; empty if it has neither a letter nor a digit.</summary>
    public static string Of(string field)
    {
        var name = new StringBuilder(field.Length + 4);
        for (var i = 0; i < field.Length; i++)
        {
            var isPartOfWord = char.IsLetterOrDigit(field[i]) || char.IsSurrogate(field[i]);
            if (!isPartOfWord || StartsWord(field, i))
            {
                Separate(name);
            }

            if (isPartOfWord)
            {
                name.Append(char.ToLowerInvariant(field[i]));
            }
        }

        var text = Cut(name.ToString()).TrimEnd('_');
        return text is [>= '0' and <= '9', ..] ? "_" + text : text;
    }

    /// <summary>Whether an upper-case letter starts a word: after a lower-case one, or as the last of several.</summary>
    private static bool StartsWord(string text, int index)
        => index > 0
            && char.IsUpper(text[index])
            && (char.IsLower(text[index - 1]) || (index + 1 < text.Length && char.IsUpper(text[index - 1]) && char.IsLower(text[index + 1])));

    private static void Separate(StringBuilder name)
    {
        if (name.Length > 0 && name[^1] != '_')
        {
            name.Append('_');
        }
    }

    private static string Cut(string name)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return name[..length];
    }
}
