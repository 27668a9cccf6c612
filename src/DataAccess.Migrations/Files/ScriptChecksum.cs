using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DataAccess.Migrations.Files;

/// <summary>
/// What tells whether a text is the one that ran: SHA-256 in hex over UTF-8 without a byte order mark, with CRLF as LF, so that no editor and no
/// checkout changes it. A carriage return alone, a form feed and the like are part of the text: servers do not take all of them for line ends.
/// </summary>
internal static class ScriptChecksum
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\f\u0085\u2028\u2029");

    public static string Of(string text) => Hash(text.Replace("\r\n", "\n", StringComparison.Ordinal));

    /// <summary>What version 0.1 wrote where that differs, as it took a lone carriage return, a form feed, NEL, LS and PS for line feeds; else null.</summary>
    public static string? EarlierOf(string text)
    {
        if (text.AsSpan().IndexOfAny(LineEnds) < 0)
        {
            return null;
        }

        var normalised = text.ReplaceLineEndings("\n");
        return normalised == text.Replace("\r\n", "\n", StringComparison.Ordinal) ? null : Hash(normalised);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
