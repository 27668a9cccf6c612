using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>A plan for objects of a type that has a generated map.</summary>
internal sealed class MappedPlan<T>(DbDataReader result, RowMap<T> map, Conversions conversions) : RowPlan<T>(result)
{
    private readonly BoundColumn?[] _columns = RowBinder.Bind(typeof(T), map.Members, result, conversions);
    private readonly Func<RowValues, T> _read = map.Read;

    public override T Parse(DbDataReader bound) => _read(new RowValues(bound, _columns));
}
