namespace DataAccess.Mapping;

/// <summary>The part of a row that becomes one element of a tuple.</summary>
internal abstract class RowPart
{
    /// <summary>Whether a column is the first of a key; null if there is no key.</summary>
    public static Func<string, bool>? KeyColumnOf(IReadOnlyList<RowMember> members)
        => members.FirstOrDefault(static member => member.IsKey) is { } key ? key.Matches : null;
}
