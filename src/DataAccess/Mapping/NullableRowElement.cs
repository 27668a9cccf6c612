using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>An element that is a struct of several columns, or null.</summary>
/// <typeparam name="TRow">Its type without <c>?</c>.</typeparam>
internal sealed class NullableRowElement<[DynamicallyAccessedMembers(MappedMembers.All)] TRow>() : TupleElement(typeof(TRow), acceptsNull: true)
    where TRow : struct
{
    internal override RowPart Plan(ResultColumns columns, int number) => new NullablePart<TRow>(RowReader.PlanRow<TRow>(columns));

    internal override Func<string, bool>? KeyColumn() => RowPart.KeyColumnOf(RowReader.MembersOf<TRow>());
}
