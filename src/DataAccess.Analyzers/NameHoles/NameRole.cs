namespace DataAccess.Analyzers.NameHoles;

/// <summary>What stands where a hole is, instead of a value.</summary>
internal enum NameRole
{
    /// <summary>An element of <c>order by</c> or <c>partition by</c>.</summary>
    SortKey,

    /// <summary>An element of <c>group by</c>.</summary>
    GroupKey,

    /// <summary><c>asc</c> or <c>desc</c>.</summary>
    Direction,

    /// <summary>A table, or something else that a statement names.</summary>
    Name,

    /// <summary>A column of <c>insert into t (…)</c>, of <c>on conflict (…)</c>, or before the <c>=</c> of <c>set</c>.</summary>
    Column,
}
