using DataAccess.Sql;

namespace DataAccess.Keys;

/// <summary>Which keys are sent as the same value by their converter.</summary>
internal sealed class ConvertedKey<TKey>(ValueConversion conversion) : IEqualityComparer<TKey>
    where TKey : notnull
{
    public bool Equals(TKey? x, TKey? y) => SameKey.Equals(conversion.ToColumn(x!), conversion.ToColumn(y!));

    public int GetHashCode(TKey obj) => SameKey.GetHashCode(conversion.ToColumn(obj));
}
