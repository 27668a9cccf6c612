using DataAccess.Mapping;

namespace DataAccess.Repositories.Paging;

/// <summary>A column by which rows are sorted.</summary>
/// <param name="Map">The column.</param>
/// <param name="Name">Its name, quoted.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
/// <param name="MayEndWithNulls">Whether nulls may follow its values.</param>
internal sealed record OrderedColumn<TEntity>(ColumnMap<TEntity> Map, string Name, bool IsDescending, bool MayEndWithNulls)
{
    /// <summary>The sign of a comparison with what comes after.</summary>
    public string After => IsDescending ? "<" : ">";
}
