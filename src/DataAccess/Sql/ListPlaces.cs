using System.Numerics;

namespace DataAccess.Sql;

/// <summary>
/// The number of parameters of an expanded list, rounded up to a power of two by repeating the last value, so that lists of
/// any length share a few prepared statements. A list that is long compared with the parameter limit of a statement is not
/// padded, because padding would make some lists exceed the limit.
/// </summary>
internal static class ListPlaces
{
    /// <summary>The number of parameters of a list; negative the form in which the dialect encodes it.</summary>
    public static int Of(in SqlSegment segment, SqlDialect dialect)
    {
        var list = (Array)segment.Value!;
        return dialect.LongLists?.FormOf(list, segment.Type!) is { } form and not 0 ? -form : For(list.Length, dialect.MaxParameters);
    }

    public static int For(int count, int maxParameters)
        => count == 0 ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)count) is var places && places <= maxParameters / 8 ? places : count;
}
