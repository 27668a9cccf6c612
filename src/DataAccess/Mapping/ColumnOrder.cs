namespace DataAccess.Mapping;

/// <summary>The order of rows by one of their values. Text is compared by its code units: any order will do, as long as it is always the same.</summary>
internal static class ColumnOrder
{
    public static Comparison<T>? Of<T, TValue>(Func<T, TValue> get)
    {
        if (typeof(TValue) == typeof(string))
        {
            var text = (Func<T, string?>)(object)get;
            return (a, b) => string.CompareOrdinal(text(a), text(b));
        }

        var type = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        return typeof(IComparable).IsAssignableFrom(type)
            ? (a, b) => Comparer<TValue>.Default.Compare(get(a), get(b))
            : null;
    }
}
