using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace DataAccess.Cli.Import.Reading;

/// <summary>Why a record cannot become a row.</summary>
/// <param name="Field">The field it is about, from 0, or null where it is about the whole record.</param>
/// <param name="Reason">The reason, for the user.</param>
internal sealed record RecordProblem(int? Field, string Reason)
{
    /// <summary>The problem of a record that is not valid UTF-8, with the position of the first invalid byte; else null.</summary>
    public static RecordProblem? InvalidUtf8(ReadOnlySpan<byte> record, out int at)
    {
        at = 0;
        if (Utf8.IsValid(record))
        {
            return null;
        }

        while (Rune.DecodeFromUtf8(record[at..], out _, out var size) == OperationStatus.Done)
        {
            at += size;
        }

        return new RecordProblem(null, Invariant($"invalid UTF-8: byte 0x{record[at]:X2} at position {at + 1} of the record"));
    }
}
