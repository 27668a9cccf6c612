using System.Runtime.InteropServices;

namespace DataAccess.Writing.Spooling;

/// <summary>Bytes of a segment that are no record.</summary>
/// <param name="Offset">Where they begin.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="IsTail">Whether no record follows, as after a write that was torn.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpoolDamage(long Offset, byte[] Bytes, bool IsTail);
