using System.ComponentModel;

namespace DataAccess.Mapping;

/// <summary>The map of a tuple: its elements, and how a row becomes a tuple. The compiler makes it where it sees the tuple in a query.</summary>
/// <typeparam name="T">The tuple.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TupleMap<T>
{
    /// <summary>Creates a map.</summary>
    /// <param name="elements">What the elements are, in their order.</param>
    /// <param name="read">Makes a tuple of a row, whose values it reads by their position in <paramref name="elements"/>.</param>
    public TupleMap(TupleElement[] elements, Func<RowValues, T> read)
    {
        Elements = elements;
        Read = read;
    }

    internal IReadOnlyList<TupleElement> Elements { get; }

    internal Func<RowValues, T> Read { get; }
}
