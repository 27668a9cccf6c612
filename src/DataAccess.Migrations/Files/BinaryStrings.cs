using System.Buffers;
using System.Text;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>
/// Reads the dumps of mysqldump and mariadb-dump that hold bytes as they are: the first in strings of <c>_binary '…'</c>, the other in any string,
/// as only a binary column has such bytes there. Such a string is sent as the same bytes in hex. A byte anywhere else is an error, as in any file
/// that is not UTF-8.
/// </summary>
internal static class BinaryStrings
{
    /// <summary>A byte that is no part of UTF-8 is kept as half of a surrogate pair, which no valid text has.</summary>
    private const char FirstByte = '\uDC00';

    /// <summary>The text with its stray bytes kept, or null where it has no such string.</summary>
    public static string? Decode(ReadOnlySpan<byte> content)
    {
        if (content.IndexOf("_binary '"u8) < 0 && !IsOfMariaDb(content))
        {
            return null;
        }

        var text = new StringBuilder(content.Length);
        while (content.Length > 0)
        {
            if (Rune.DecodeFromUtf8(content, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                consumed = 1;
                text.Append((char)(FirstByte + content[0]));
            }

            content = content[consumed..];
        }

        return text.ToString();
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

    private static bool IsOfMariaDb(ReadOnlySpan<byte> content)
        => content.StartsWith("/*M!999999"u8) || content.StartsWith("/*!999999"u8) || content.StartsWith("-- MariaDB dump"u8);

    private static ScriptStatement Send(ScriptStatement statement, bool isOfMariaDb)
    {
        if (!statement.Text.Any(IsByte))
        {
            return statement;
        }

        var text = statement.Text;
        var sent = new StringBuilder(text.Length * 2);
        var lexer = new SqlLexer(text, statement.Flavour, isStatement: true);
        var introducer = -1;
        while (lexer.TryRead(out var token))
        {
            var piece = token.In(text);
            if (token.Kind == SqlTokenKind.Text && (introducer >= 0 || isOfMariaDb) && piece.IndexOfAnyInRange((char)(FirstByte + 0x80), (char)(FirstByte + 0xFF)) >= 0)
            {
                sent.Length = introducer >= 0 ? introducer : sent.Length;
                sent.Append("0x").Append(Convert.ToHexString(BytesOf(piece[1..^1], statement.Flavour)));
            }
            else
            {
                ThrowIfByte(piece, statement.Line + token.Line - 1);
                sent.Append(piece);
            }

            introducer = token.IsWord(text, "_binary") ? sent.Length - token.Length : token.Kind == SqlTokenKind.Blank ? introducer : -1;
        }

        return statement with { Text = sent.ToString() };
    }

    private static void ThrowIfByte(ReadOnlySpan<char> piece, int line)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if (IsByte(piece[i]) && (i == 0 || !char.IsHighSurrogate(piece[i - 1])))
            {
                throw new ScriptException(line, "the file is not UTF-8. Save it as UTF-8.");
            }
        }
    }

    private static bool IsByte(char c) => c is >= (char)(FirstByte + 0x80) and <= (char)(FirstByte + 0xFF);

    /// <summary>What the server takes the string for.</summary>
    private static byte[] BytesOf(ReadOnlySpan<char> text, SqlFlavour flavour)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (IsByte(text[i]))
            {
                bytes.Add((byte)(text[i] - FirstByte));
                continue;
            }

            if ((text[i] == '\\' && flavour.BackslashEscapes) || text[i] is '\'' or '"')
            {
                // A doubled quote is one; after a backslash stands what it means.
                var isEscape = text[i] == '\\';
                i++;
                if (IsByte(text[i]))
                {
                    bytes.Add((byte)(text[i] - FirstByte));
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
