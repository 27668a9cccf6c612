using System.Numerics;

namespace DataAccess.Sql;

/// <summary>
/// How many parameters an expanded list takes. Rounded up to a power of two, the last value repeated, so that lists of
/// any length share a handful of prepared statements. A list that is long against what a statement may hold is not
/// padded: the padding would make some too long that are not.
/// </summary>
internal static class ListPlaces
{
    public static int For(int count, int maxParameters)
        => count == 0 ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)count) is var places && places <= maxParameters / 8 ? places : count;
}
