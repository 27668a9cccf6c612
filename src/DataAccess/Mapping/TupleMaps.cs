using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>The place of a tuple's map.</summary>
internal static class TupleMaps<T>
{
    private static Func<TupleMap<T>>? _create;
    private static TupleMap<T>? _generated;
    private static TupleMap<T>? _reflected;

    /// <summary>The map that the compiler made, or one that is made here.</summary>
    /// <exception cref="MappingException">There is none, and reflection is switched off.</exception>
    public static TupleMap<T> Value => (RowMap.AreIgnored ? null : _generated ??= _create?.Invoke()) ?? (_reflected ??= Reflect());

    /// <summary>Keeps how the map is made. All maps of a tuple are the same, so the first one will do.</summary>
    public static void Register(Func<TupleMap<T>> create) => Interlocked.CompareExchange(ref _create, create, null);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Native and trimmed programs leave reflection out.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Native and trimmed programs leave reflection out.")]
    private static TupleMap<T> Reflect()
    {
        if (ReflectionMaps.AreSupported)
        {
            return ReflectedTuple.MapOf<T>();
        }

        var tuple = TupleTypes.Show(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T));
        throw new MappingException(
            $"The tuple {tuple} has no map, and reflection is switched off. Write the tuple as the type argument of the query itself, so that the compiler makes a map, or add [assembly: Row<{tuple}>].");
    }
}
