namespace DataAccess.Repositories.Paging;

/// <summary>A member by which rows are sorted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
internal readonly record struct OrderedMember(string Name, bool IsDescending);
