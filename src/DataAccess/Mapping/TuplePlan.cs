using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>A plan for tuples: of values, each of the column at its position, and of objects, each of a part of the columns.</summary>
internal sealed class TuplePlan<T> : RowPlan<T>
{
    private readonly BoundColumn?[] _columns;
    private readonly RowPart?[] _parts;
    private readonly Func<RowValues, T> _read;

    public TuplePlan(ResultColumns columns, TupleMap<T> map, ColumnSplit? split)
        : base(columns, [])
    {
        var parts = new TupleParts(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), map.Elements, columns).Split(split);
        _columns = [.. map.Elements.Select((element, i) => element.Bind(parts[i], i + 1))];
        _parts = [.. map.Elements.Select((element, i) => element.Plan(parts[i], i + 1))];
        _read = map.Read;
    }

    public override T Parse(DbDataReader bound) => _read(new RowValues(bound, _columns, _parts));
}
