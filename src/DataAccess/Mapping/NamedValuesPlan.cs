using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>A plan for rows that have their values by the names of the columns.</summary>
internal sealed class NamedValuesPlan<T> : RowPlan<T>
{
    private readonly BoundColumn[] _columns;
    private readonly Func<int, IDictionary<string, object?>> _make;

    /// <param name="columns">The columns.</param>
    /// <param name="make">Makes an empty row, which is a <typeparamref name="T"/>.</param>
    public NamedValuesPlan(ResultColumns columns, Func<int, IDictionary<string, object?>> make)
        : this(columns, make, Bind(columns))
    {
    }

    private NamedValuesPlan(ResultColumns columns, Func<int, IDictionary<string, object?>> make, BoundColumn[] bound)
        : base(columns, bound)
    {
        _columns = bound;
        _make = make;
    }

    public override T Parse(DbDataReader bound)
    {
        var row = _make(_columns.Length);
        var values = new RowValues(bound, _columns);
        for (var i = 0; i < _columns.Length; i++)
        {
            row.Add(_columns[i].Column, values.Reference<object>(i));
        }

        return (T)row;
    }

    /// <exception cref="MappingException">Two columns have one name.</exception>
    private static BoundColumn[] Bind(ResultColumns columns)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < columns.Count; i++)
        {
            var name = columns.Names[i];
            if (!seen.TryAdd(name, i))
            {
                var other = seen[name];
                throw new MappingException(Invariant(
                    $"{columns.Subject} has two columns of one name: '{columns.Names[other]}' (column {columns.Ordinal(other) + 1}) and '{name}' (column {columns.Ordinal(i) + 1}). ")
                    + "Select one of them, or give one another name with 'as'.");
            }
        }

        return [.. columns.Names.Select((name, i) => new BoundColumn("the row", typeof(object), acceptsNull: true, name, columns.Ordinal(i)))];
    }
}
