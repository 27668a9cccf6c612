using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>A plan for single values of one column.</summary>
internal sealed class ValuePlan<T> : RowPlan<T>
{
    private readonly ProjectedField _field;
    private readonly Type _type;

    /// <summary>The first column.</summary>
    public ValuePlan(ResultColumns columns, Type type)
        : this(columns, type, new BoundColumn("the value", type, default(T) is null, columns.Names[0], columns.Ordinal(0)) { Conversion = columns.ConversionOfFirst(type) })
    {
    }

    public ValuePlan(ResultColumns columns, Type type, BoundColumn column)
        : base(columns, [column])
    {
        _field = new ProjectedField(column);
        _type = type;
    }

    public override T Parse(DbDataReader bound)
        => _field.Read(bound) is var value and not DBNull ? (T)(_type.IsEnum ? Enum.ToObject(_type, value) : value) : default!;
}
