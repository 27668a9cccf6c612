using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>An element whose type decides what it is: an object of several columns, or a value of one.</summary>
/// <typeparam name="TElement">Its type, with its <c>?</c>.</typeparam>
internal sealed class RowElement<[DynamicallyAccessedMembers(MappedMembers.All)] TElement>()
    : TupleElement(Nullable.GetUnderlyingType(typeof(TElement)) ?? typeof(TElement), default(TElement) is null)
{
    internal override RowPart Plan(ResultColumns columns, int number)
        => new PlannedPart<TElement>(IsColumn(columns) ? new ValuePlan<TElement>(columns, Type, ColumnOf(columns, number)) : RowReader.Plan<TElement>(columns, split: null));

    internal override Func<string, bool>? KeyColumn(ResultColumns columns)
        => NamedValues.MakerOf<TElement>() is null ? RowPart.KeyColumnOf(RowReader.MembersOf<TElement>(columns.Conversions)) : null;
}
