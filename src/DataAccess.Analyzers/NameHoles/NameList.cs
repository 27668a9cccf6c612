namespace DataAccess.Analyzers.NameHoles;

/// <summary>A list whose elements are names.</summary>
internal enum NameList
{
    None,
    SortKeys,
    GroupKeys,
    Columns,
    Assignments,
}
