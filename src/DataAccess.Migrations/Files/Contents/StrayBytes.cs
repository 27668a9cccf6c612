using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace DataAccess.Migrations.Files.Contents;

/// <summary>Keeps bytes that are no part of UTF-8 in a text: each as half of a surrogate pair, which no valid text has.</summary>
internal static class StrayBytes
{
    /// <summary>What stands for the byte 0; only those from 0x80 on are ever stray.</summary>
    private const char First = '\uDC00';

    /// <summary>Whether a character stands for a byte; it does where no other half is before it.</summary>
    public static bool Is(char c) => c is >= (char)(First + 0x80) and <= (char)(First + 0xFF);

    public static byte ByteOf(char c) => (byte)(c - First);

    /// <summary>Whether a text may have one; another half may be before it.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text) => text.IndexOfAnyInRange((char)(First + 0x80), (char)(First + 0xFF)) >= 0;

    /// <summary>How many bytes of a file a part of its text is.</summary>
    public static int BytesOf(ReadOnlySpan<char> text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        for (var at = 0; text[at..].IndexOfAnyInRange((char)(First + 0x80), (char)(First + 0xFF)) is >= 0 and var next; at += next + 1)
        {
            // One without its other half is counted as the three bytes of the replacement character.
            bytes -= at + next == 0 || !char.IsHighSurrogate(text[at + next - 1]) ? 2 : 0;
        }

        return bytes;
    }

    /// <summary>The text of bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[bytes.Length];
        Decode(ref bytes, characters, isLast: true, out var length);
        return new string(characters, 0, length);
    }

    /// <summary>Decodes as many bytes as there is room for.</summary>
    /// <param name="bytes">The bytes; what is left of them, after the call.</param>
    /// <param name="characters">The room.</param>
    /// <param name="isLast">Whether no bytes follow, so that a character that is cut off is stray.</param>
    /// <param name="length">How many characters there are.</param>
    public static void Decode(ref ReadOnlySpan<byte> bytes, Span<char> characters, bool isLast, out int length)
    {
        length = 0;
        while (bytes.Length > 0)
        {
            var status = Utf8.ToUtf16(bytes, characters[length..], out var read, out var written, replaceInvalidSequences: false, isFinalBlock: isLast);
            bytes = bytes[read..];
            length += written;
            if (status is not OperationStatus.InvalidData || length == characters.Length)
            {
                return;
            }

            characters[length++] = (char)(First + bytes[0]);
            bytes = bytes[1..];
        }
    }
}
