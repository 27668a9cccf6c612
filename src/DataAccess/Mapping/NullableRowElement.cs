using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>An element that is a struct of several columns, or of one by its converter, or null.</summary>
/// <typeparam name="TRow">Its type without <c>?</c>.</typeparam>
internal sealed class NullableRowElement<[DynamicallyAccessedMembers(MappedMembers.All)] TRow>() : TupleElement(typeof(TRow), acceptsNull: true)
    where TRow : struct
{
    internal override RowPart Plan(ResultColumns columns, int number)
        => new NullablePart<TRow>(IsColumn(columns) ? new ValuePlan<TRow>(columns, Type, ColumnOf(columns, number)) : RowReader.PlanRow<TRow>(columns));

    internal override Func<string, bool>? KeyColumn(ResultColumns columns)
        => RowPart.KeyColumnOf(RowReader.MembersOf<TRow>(columns.Conversions));
}
