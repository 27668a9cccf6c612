using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using DataAccess.Shared;

namespace DataAccess.PostgreSql.Types;

/// <summary>Text in UTF-8, which is the encoding of every Npgsql session; json and xml are sent as text, jsonb preceded by its version.</summary>
internal static class TextEncoder
{
    private const byte JsonbVersion = 1;
    private const int MaxBytesPerChar = 3;

    // More than a field of PostgreSQL can hold, and less than would overflow when tripled.
    private const int MaxChars = 500_000_000;

    public static bool Write(ByteBuffer buffer, string value) => Write(buffer, value, []);

    public static bool Write(ByteBuffer buffer, char value) => Write(buffer, new ReadOnlySpan<char>(in value), []);

    public static bool WriteJsonb(ByteBuffer buffer, string value) => Write(buffer, value, [JsonbVersion]);

    /// <summary>Returns false for half a surrogate pair, which cannot be encoded.</summary>
    private static bool Write(ByteBuffer buffer, ReadOnlySpan<char> value, ReadOnlySpan<byte> version)
    {
        if (value.Length > MaxChars)
        {
            return false;
        }

        var start = buffer.Length;
        var field = buffer.Take(sizeof(int) + version.Length + (value.Length * MaxBytesPerChar));
        var text = field[(sizeof(int) + version.Length)..];
        if (Utf8.FromUtf16(value, text, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            return false;
        }

        version.CopyTo(field[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(field, version.Length + written);
        buffer.CutAt(start + sizeof(int) + version.Length + written);
        return true;
    }
}
