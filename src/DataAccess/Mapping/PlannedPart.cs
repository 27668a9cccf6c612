using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>A part that becomes an object, or null, for a type that has it, where all of its columns are.</summary>
internal sealed class PlannedPart<TElement>(RowPlan<TElement> plan) : RowPart<TElement>
{
    public override TElement Read(DbDataReader result)
        => default(TElement) is null && plan.IsNull(result) ? default! : plan.Parse(plan.Bind(result));
}
