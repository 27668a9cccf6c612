using System.Buffers;
using System.Text;

namespace DataAccess.Cli.Import.Reading;

/// <summary>Finds where text stops being UTF-8.</summary>
internal static class Utf8Fault
{
    /// <summary>The first byte of the first broken sequence, or -1.</summary>
    public static int IndexIn(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var size) != OperationStatus.Done)
            {
                return at;
            }

            at += size;
        }

        return -1;
    }
}
