using System.Runtime.InteropServices;

namespace DataAccess.Events.Reading;

/// <summary>For what the later events of a key wait.</summary>
/// <param name="Id">The event.</param>
/// <param name="Until">When it is attempted again, as a timestamp of this program's clock; null if a person has to act first.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Block(long Id, long? Until);
