using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>An element of a tuple that a row becomes: the value of one column, or an object of several.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TupleElement
{
    private protected TupleElement(Type type, bool acceptsNull)
    {
        Type = type;
        AcceptsNull = acceptsNull;
    }

    /// <summary>The element's type without <c>?</c>.</summary>
    internal Type Type { get; }

    /// <summary>Whether the element may be null.</summary>
    internal bool AcceptsNull { get; }

    /// <summary>Whether it is the value of one column.</summary>
    internal virtual bool IsColumn(ResultColumns columns) => columns.IsValue(Type);

    /// <summary>The column that is read by its position; null for what has a part.</summary>
    internal virtual BoundColumn? Bind(ResultColumns columns, int number) => null;

    /// <summary>What reads the element itself; null for a column that is read by its position.</summary>
    internal virtual RowPart? Plan(ResultColumns columns, int number) => null;

    /// <summary>Whether a column is the first of an object's key; null if the object has no key.</summary>
    internal virtual Func<string, bool>? KeyColumn(ResultColumns columns) => null;

    private protected BoundColumn ColumnOf(ResultColumns columns, int number)
        => new(Invariant($"element {number} of the tuple"), Type, AcceptsNull, columns.Names[0], columns.Ordinal(0)) { Conversion = columns.ConversionOfFirst(Type) };

    /// <summary>A value of one column.</summary>
    /// <param name="type">Its type without <c>?</c>.</param>
    /// <param name="acceptsNull">Whether it may be null.</param>
    public static TupleElement Column(Type type, bool acceptsNull) => new ColumnElement(type, acceptsNull);

    /// <summary>An object of several columns, or a value of one. An object of a class is null where all of its columns are.</summary>
    /// <typeparam name="TRow">Its type.</typeparam>
    public static TupleElement Row<[DynamicallyAccessedMembers(MappedMembers.All)] TRow>() => new RowElement<TRow>();

    /// <summary>A struct of several columns, or null where all of them are.</summary>
    /// <typeparam name="TRow">Its type without <c>?</c>.</typeparam>
    public static TupleElement NullableRow<[DynamicallyAccessedMembers(MappedMembers.All)] TRow>()
        where TRow : struct
        => new NullableRowElement<TRow>();
}
