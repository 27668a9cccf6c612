using System.Security.Cryptography;
using System.Text;
using DataAccess.Migrations.Files.Contents;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>
/// What tells whether a text is the one that ran: SHA-256 in hex over UTF-8 without a byte order mark, with CRLF as LF, so that no editor and no
/// checkout changes it. A carriage return alone, a form feed and the like are part of the text: servers do not take all of them for line ends.
/// </summary>
internal static class ScriptChecksum
{
    public static string Of(string text) => Hash(text.Replace("\r\n", "\n", StringComparison.Ordinal));

    /// <summary>That of a statement with its rows.</summary>
    public static string Of(ScriptStatement statement) => statement.Data is { } data ? Of(statement.Text, data, isEarlier: false)! : Of(statement.Text);

    /// <summary>What version 0.1 wrote where that differs, as it took a lone carriage return, a form feed, NEL, LS and PS for line feeds; else null.</summary>
    public static string? EarlierOf(string text)
    {
        if (text.AsSpan().IndexOfAny(ScriptHash.LineEnds) < 0)
        {
            return null;
        }

        var normalised = text.ReplaceLineEndings("\n");
        return normalised == text.Replace("\r\n", "\n", StringComparison.Ordinal) ? null : Hash(normalised);
    }

    /// <inheritdoc cref="EarlierOf(string)"/>
    public static string? EarlierOf(ScriptStatement statement) => statement.Data is { } data ? Of(statement.Text, data, isEarlier: true) : EarlierOf(statement.Text);

    /// <summary>Reads the rows piece by piece, as there may be any number.</summary>
    private static string? Of(string text, CopyData data, bool isEarlier)
    {
        using var hash = new ScriptHash(isEarlier);
        hash.Append(text);
        hash.Append(";\n");
        using var rows = data.Open();
        var buffer = new char[4_096];
        while (rows.ReadBlock(buffer) is > 0 and var read)
        {
            hash.Append(buffer.AsSpan(0, read));
        }

        hash.Append(ScriptStatement.EndOfRows.AsSpan(1));
        var checksum = hash.End();
        return isEarlier && !hash.HasOtherLineEnds ? null : checksum;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
