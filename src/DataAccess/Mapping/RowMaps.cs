using System.Runtime.CompilerServices;

namespace DataAccess.Mapping;

/// <summary>The place of a type's generated map.</summary>
internal static class RowMaps<T>
{
    private static Func<RowMap<T>>? _create;
    private static RowMap<T>? _map;
    private static bool _isSearched;
    private static MappingException? _conflict;

    /// <summary>Keeps how the map is made, unless another is kept already, which is returned.</summary>
    public static Func<RowMap<T>>? Register(Func<RowMap<T>> create) => Interlocked.CompareExchange(ref _create, create, null);

    /// <summary>Keeps the error of a type with two maps, for whoever uses the type: a module's initializer must not fail.</summary>
    public static void Reject(MappingException conflict) => _conflict = conflict;

    /// <summary>The map, or null if there is none.</summary>
    /// <exception cref="MappingException">The type has two maps.</exception>
    public static RowMap<T>? Find()
    {
        if (RowMap.AreIgnored)
        {
            return null;
        }

        if (_map is null && _create is null && !_isSearched)
        {
            Search();
        }

        return _conflict is null ? _map ??= _create?.Invoke() : throw new MappingException(_conflict.Message);
    }

    /// <summary>An assembly registers its maps when the first of its methods runs, and one that has nothing but rows may not have run any.</summary>
    private static void Search()
    {
        // Native code has run all initializers at the start.
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            RuntimeHelpers.RunModuleConstructor(typeof(T).Module.ModuleHandle);
        }

        _isSearched = true;
    }
}
