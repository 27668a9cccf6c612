using System.Text;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files.Contents;

/// <summary>
/// Reads the dumps of mysqldump and mariadb-dump that hold bytes as they are: the first in strings of <c>_binary '…'</c>, the other in any string,
/// as only a binary column has such bytes there. Such a string is sent as the same bytes in hex. A byte anywhere else is an error, as in any file
/// that is not UTF-8.
/// </summary>
internal static class BinaryStrings
{
    /// <summary>How many bytes of a file are looked at to tell whose it is.</summary>
    public const int HeadLength = 4_096;

    /// <summary>The text with its stray bytes kept, or null where it has no such string.</summary>
    public static string? Decode(ReadOnlySpan<byte> content)
    {
        if (content.IndexOf("_binary '"u8) < 0 && !IsOfMariaDb(content))
        {
            return null;
        }

        return StrayBytes.Decode(content);
    }

    /// <summary>The statements as they are sent.</summary>
    /// <param name="statements">The statements of the decoded text.</param>
    /// <param name="content">The file.</param>
    /// <exception cref="ScriptException">A byte stands elsewhere.</exception>
    public static IReadOnlyList<ScriptStatement> Send(IReadOnlyList<ScriptStatement> statements, ReadOnlySpan<byte> content)
    {
        var isOfMariaDb = IsOfMariaDb(content);
        return [.. statements.Select(statement => Send(statement, isOfMariaDb))];
    }

    /// <summary>Whether the file is one of mariadb-dump.</summary>
    /// <param name="content">The file, or its start.</param>
    public static bool IsOfMariaDb(ReadOnlySpan<byte> content)
    {
        // Somebody may have written a comment above it.
        var head = content[..Math.Min(content.Length, HeadLength)];
        return StartsLine(head, "/*M!999999"u8) || StartsLine(head, "/*!999999"u8) || StartsLine(head, "-- MariaDB dump"u8);
    }

    private static bool StartsLine(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text)
        => head.IndexOf(text) is >= 0 and var at && (at == 0 || head[at - 1] == '\n');

    private static ScriptStatement Send(ScriptStatement statement, bool isOfMariaDb)
        => Send(statement.Text, statement.Flavour, statement.Line, isOfMariaDb) is { } text ? statement with { Text = text } : statement;

    /// <summary>The text of a statement as it is sent; null if it has no stray bytes.</summary>
    /// <param name="text">The decoded text.</param>
    /// <param name="flavour">The rules that it was read by.</param>
    /// <param name="line">Its line.</param>
    /// <param name="isOfMariaDb">Whether the file is one of mariadb-dump.</param>
    /// <exception cref="ScriptException">A byte stands elsewhere.</exception>
    public static string? Send(string text, SqlFlavour flavour, int line, bool isOfMariaDb)
    {
        if (!StrayBytes.MayBeIn(text))
        {
            return null;
        }

        var sent = new StringBuilder(text.Length * 2);
        var lexer = new SqlLexer(text, flavour, isStatement: true);
        var introducer = -1;
        while (lexer.TryRead(out var token))
        {
            var piece = token.In(text);
            if (token.Kind == SqlTokenKind.Text && (introducer >= 0 || isOfMariaDb) && StrayBytes.MayBeIn(piece))
            {
                sent.Length = introducer >= 0 ? introducer : sent.Length;
                sent.Append("0x").Append(Convert.ToHexString(BytesOf(piece[1..^1], flavour)));
            }
            else
            {
                ThrowIfByte(piece, line + token.Line - 1);
                sent.Append(piece);
            }

            introducer = token.IsWord(text, "_binary") ? sent.Length - token.Length : token.Kind == SqlTokenKind.Blank ? introducer : -1;
        }

        return sent.ToString();
    }

    private static void ThrowIfByte(ReadOnlySpan<char> piece, int line)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if (StrayBytes.Is(piece[i]) && (i == 0 || !char.IsHighSurrogate(piece[i - 1])))
            {
                throw new ScriptException(line, "the file is not UTF-8. Save it as UTF-8.");
            }
        }
    }

    /// <summary>What the server takes the string for.</summary>
    private static byte[] BytesOf(ReadOnlySpan<char> text, SqlFlavour flavour)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (StrayBytes.Is(text[i]))
            {
                bytes.Add(StrayBytes.ByteOf(text[i]));
                continue;
            }

            if ((text[i] == '\\' && flavour.BackslashEscapes) || text[i] is '\'' or '"')
            {
                // A doubled quote is one; after a backslash stands what it means.
                var isEscape = text[i] == '\\';
                i++;
                if (StrayBytes.Is(text[i]))
                {
                    bytes.Add(StrayBytes.ByteOf(text[i]));
                    continue;
                }

                if (isEscape && Meaning(text[i]) is { } meaning)
                {
                    bytes.Add(meaning);
                    continue;
                }
            }

            Rune.DecodeFromUtf16(text[i..], out var rune, out var length);
            bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
            i += length - 1;
        }

        return [.. bytes];
    }

    private static byte? Meaning(char escaped) => escaped switch
    {
        '0' => 0,
        'b' => 8,
        't' => 9,
        'n' => 10,
        'r' => 13,
        'Z' => 26,
        _ => null,
    };
}
