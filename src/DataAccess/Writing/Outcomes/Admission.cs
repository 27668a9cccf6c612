using System.Runtime.InteropServices;

namespace DataAccess.Writing.Outcomes;

/// <summary>Who waits for a row that is admitted.</summary>
/// <param name="IsAwaited">Whether the caller waits for the outcome, not only for room.</param>
/// <param name="Progress">The stream that the row belongs to, or null.</param>
/// <param name="Index">The position of the row in the stream.</param>
/// <param name="Key">Where the caller looks for the row's key; null if it did not ask for it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Admission<T>(bool IsAwaited, StreamProgress<T>? Progress = null, long Index = 0, RowKey? Key = null);
