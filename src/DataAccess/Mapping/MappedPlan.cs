using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>A plan for objects of a type that has a generated map.</summary>
internal sealed class MappedPlan<T> : RowPlan<T>
{
    private readonly BoundColumn?[] _columns;
    private readonly Func<RowValues, T> _read;

    public MappedPlan(ResultColumns columns, RowMap<T> map)
        : this(columns, RowBinder.Bind(typeof(T), map.Members, columns), map.Read)
    {
    }

    private MappedPlan(ResultColumns columns, BoundColumn?[] bound, Func<RowValues, T> read)
        : base(columns, bound)
    {
        _columns = bound;
        _read = read;
    }

    public override T Parse(DbDataReader bound) => _read(new RowValues(bound, _columns));
}
