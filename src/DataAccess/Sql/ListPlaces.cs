using System.Numerics;

namespace DataAccess;

/// <summary>
/// How many parameters an expanded list takes. Rounded up to a power of two, the last value repeated, so that lists of
/// any length share a handful of prepared statements.
/// </summary>
internal static class ListPlaces
{
    public static int For(int count) => count == 0 ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)count);
}
