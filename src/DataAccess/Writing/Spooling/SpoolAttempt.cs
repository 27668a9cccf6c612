using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DataAccess.Writing.Spooling;

/// <summary>
/// An attempt to send rows of the spool. Its id in the ledger is made of the segment's random salt and its number there, so that all ids of a segment are
/// known even if their records cannot be read any more.
/// </summary>
/// <param name="Segment">The number of the segment in which it is recorded.</param>
/// <param name="Number">Its number in that segment, from 0.</param>
/// <param name="Id">Its id in the ledger.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpoolAttempt(int Segment, uint Number, Guid Id)
{
    public static SpoolAttempt Of(in SegmentName segment, uint number)
    {
        Span<byte> id = stackalloc byte[16];
        segment.Salt.TryWriteBytes(id);
        BinaryPrimitives.WriteUInt32BigEndian(id[12..], number);
        return new SpoolAttempt(segment.Number, number, new Guid(id));
    }
}
