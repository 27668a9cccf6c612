using System.ComponentModel;

namespace DataAccess.Mapping;

/// <summary>Where generated code registers the maps of <c>[Row]</c> types.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowMap
{
    /// <summary>Whether generated maps are left aside, so that tests can compare both ways.</summary>
    internal static bool AreIgnored { get; set; }

    /// <summary>Registers a map, which is made when it is first needed. The same map may be registered again, as by two assemblies.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="create">Makes the map.</param>
    /// <remarks>If another map is registered for the type, whatever uses the type throws a <see cref="MappingException"/>.</remarks>
    public static void Register<T>(Func<RowMap<T>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (RowMaps<T>.Register(create) is { } other && !other().IsSameAs(create()))
        {
            RowMaps<T>.Reject(new MappingException(
                $"{typeof(T).Name} has two maps that differ, of {AssemblyOf(other)} and {AssemblyOf(create)}. Keep one [Row] or [assembly: Row<{typeof(T).Name}>]."));
        }
    }

    /// <summary>Registers the map of a tuple, which is made when it is first needed. The same tuple may be registered again, as by two assemblies.</summary>
    /// <typeparam name="T">The tuple.</typeparam>
    /// <param name="create">Makes the map.</param>
    public static void RegisterTuple<T>(Func<TupleMap<T>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        TupleMaps<T>.Register(create);
    }

    private static string? AssemblyOf(Delegate create) => create.Method.DeclaringType?.Assembly.GetName().Name;
}
