using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>A plan for the single values of the first column.</summary>
internal sealed class ValuePlan<T>(DbDataReader result, Type type, ValueConversion? conversion) : RowPlan<T>(result)
{
    private readonly ProjectedField _field = new(new BoundColumn("the value", type, default(T) is null, result.GetName(0), 0) { Conversion = conversion });

    public override T Parse(DbDataReader bound)
        => _field.Read(bound) is var value and not DBNull ? (T)(type.IsEnum ? Enum.ToObject(type, value) : value) : default!;
}
