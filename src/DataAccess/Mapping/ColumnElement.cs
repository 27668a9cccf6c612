namespace DataAccess.Mapping;

/// <summary>An element that is the value of one column.</summary>
internal sealed class ColumnElement(Type type, bool acceptsNull) : TupleElement(type, acceptsNull)
{
    internal override bool IsColumn(ResultColumns columns) => true;

    internal override BoundColumn Bind(ResultColumns columns, int number) => ColumnOf(columns, number);
}
