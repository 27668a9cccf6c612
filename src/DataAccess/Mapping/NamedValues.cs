using System.Runtime.CompilerServices;

namespace DataAccess.Mapping;

/// <summary>The types of rows whose columns are known only at run time: dictionaries, and <c>dynamic</c>, which is <c>object</c> to the program.</summary>
internal static class NamedValues
{
    /// <summary>How an empty row with room for some columns is made; null for other types.</summary>
    public static Func<int, IDictionary<string, object?>>? MakerOf<T>()
        => typeof(T) == typeof(object) ? static columns => RuntimeFeature.IsDynamicCodeSupported ? new DynamicRow() : Ordered(columns)
            : typeof(T) == typeof(IDictionary<string, object?>) || typeof(T) == typeof(IReadOnlyDictionary<string, object?>) || typeof(T) == typeof(OrderedDictionary<string, object?>) ? Ordered
            : typeof(T) == typeof(Dictionary<string, object?>) ? static columns => new Dictionary<string, object?>(columns, StringComparer.OrdinalIgnoreCase)
            : null;

    private static OrderedDictionary<string, object?> Ordered(int columns) => new(columns, StringComparer.OrdinalIgnoreCase);
}
