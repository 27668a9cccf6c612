using System.Text;

namespace DataAccess.Cli.Configuration;

/// <summary>Expands <c>${NAME}</c> in a value; <c>$${</c> is a literal <c>${</c>. What a variable holds is taken as it is.</summary>
internal static class Variables
{
    private const string Start = "${";

    /// <param name="text">The value as the file has it.</param>
    /// <param name="valueOf">A variable's value; null if it is not set.</param>
    /// <param name="problem">Makes the exception of a problem.</param>
    public static string Expand(string text, Func<string, string?> valueOf, Func<string, Exception> problem)
    {
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf(Start) is var at and >= 0)
        {
            if (at > 0 && rest[at - 1] == '$')
            {
                result.Append(rest[..(at - 1)]).Append(Start);
                rest = rest[(at + Start.Length)..];
                continue;
            }

            result.Append(rest[..at]);
            rest = rest[(at + Start.Length)..];
            var end = rest.IndexOf('}');
            if (end < 0 || !IsName(rest[..end]))
            {
                throw problem("'${' begins no variable here. Write ${NAME}, or $${ for the text ${.");
            }

            // Pipelines pass a secret that they lack as an empty one.
            var name = rest[..end].ToString();
            result.Append(valueOf(name) is { Length: > 0 } value ? value : throw problem($"the environment variable '{name}' is not set, or is empty."));
            rest = rest[(end + 1)..];
        }

        return result.Append(rest).ToString();
    }

    /// <summary>Whether the value of a text depends on a variable, or may.</summary>
    public static bool Has(string text) => text.Contains(Start, StringComparison.Ordinal);

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
            {
                return false;
            }
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }
}
