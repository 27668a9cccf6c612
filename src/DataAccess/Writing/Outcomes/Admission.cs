using System.Runtime.InteropServices;

namespace DataAccess.Writing.Outcomes;

/// <summary>What is done with a row that is admitted, and who waits for it.</summary>
/// <param name="IsAwaited">Whether the caller waits for the outcome, not only for room.</param>
/// <param name="Progress">The stream that the row belongs to, or null.</param>
/// <param name="Index">The position of the row in the stream.</param>
/// <param name="Answer">Where the caller looks for what the database says of the row; null if it did not ask for it.</param>
/// <param name="Change">What is done with the row.</param>
/// <param name="IsOfSequence">Whether rows that follow must not be admitted before it: it then waits for room, whatever the full mode and the time limit are.</param>
/// <param name="Spooled">The number of the row in the spool; 0 if it does not come from there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Admission<T>(
    bool IsAwaited, StreamProgress<T>? Progress = null, long Index = 0, RowAnswer? Answer = null, RowChange Change = RowChange.Insert, bool IsOfSequence = false, long Spooled = 0);
