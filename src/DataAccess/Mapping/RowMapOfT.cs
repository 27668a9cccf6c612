using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>The map of a type that the compiler made, for <c>[Row]</c>: how its rows are read and written without reflection.</summary>
/// <typeparam name="T">The row.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RowMap<T>
{
    private readonly Func<ColumnMap<T>[]> _columns;

    /// <summary>Creates a map.</summary>
    /// <param name="table">The table.</param>
    /// <param name="members">What is read: the constructor's parameters in their order, then the other members.</param>
    /// <param name="columns">Makes the columns that are written, when they are first needed.</param>
    /// <param name="read">Makes an object of a row, whose values it reads by the position in <paramref name="members"/>.</param>
    public RowMap(TableName table, RowMember[] members, Func<ColumnMap<T>[]> columns, Func<RowValues, T> read)
    {
        Table = table;
        Members = members;
        Read = read;
        _columns = columns;
    }

    internal TableName Table { get; }

    internal IReadOnlyList<RowMember> Members { get; }

    internal Func<RowValues, T> Read { get; }

    /// <exception cref="MappingException">A member has a type that no column holds.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2091", Justification = "A type with a generated map is not reflected over.")]
    internal TableMap<T> ToTableMap(Conversions conversions)
        => new(Table, Array.ConvertAll(_columns(), column => column.Resolve(conversions)), result => RowReader.Create<T>(result, conversions));

    internal bool IsSameAs(RowMap<T> other)
        => Table == other.Table && Members.Count == other.Members.Count && Members.Zip(other.Members).All(static pair => pair.First.IsSameAs(pair.Second));
}
