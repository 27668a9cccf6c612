using DataAccess.Sql;

namespace DataAccess.Keys;

/// <summary>Which parts of keys are sent as the same value.</summary>
internal static class SameKey
{
    /// <summary>Whether values of a type that are equal in .NET have the same bits.</summary>
    public static bool IsBitwise(Type type) => type.IsEnum || ScalarTypes.Find(type)?.IsBitwise == true;

    public static new bool Equals(object? x, object? y)
        => x is not null && IsBitwise(x.GetType()) ? x.Equals(y) : SameKey<object>.Comparer!.Equals(x, y);

    public static int GetHashCode(object? part)
        => part is null || IsBitwise(part.GetType()) ? part?.GetHashCode() ?? 0 : SameKey<object>.Comparer!.GetHashCode(part);
}
