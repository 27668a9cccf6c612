using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>A part that becomes a struct, or null where all of its columns are.</summary>
internal sealed class NullablePart<TRow>(RowPlan<TRow> plan) : RowPart<TRow?>
    where TRow : struct
{
    public override TRow? Read(DbDataReader result) => plan.IsNull(result) ? null : plan.Parse(plan.Bind(result));
}
