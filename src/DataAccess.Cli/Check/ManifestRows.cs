namespace DataAccess.Cli.Check;

/// <summary>What rows become.</summary>
/// <param name="Kind"><c>row</c>, <c>value</c>, <c>tuple</c>, <c>join</c>, or <c>any</c> where nothing can be said.</param>
/// <param name="Name">The type of a row.</param>
/// <param name="Type">The type of a value; null if it is not known.</param>
/// <param name="Members">The members of a row.</param>
/// <param name="Elements">The elements of a tuple, or the objects of a join.</param>
internal sealed record ManifestRows(string Kind, string? Name, string? Type, IReadOnlyList<ManifestMember>? Members, IReadOnlyList<ManifestElement>? Elements);

/// <summary>An element of a tuple: an object of a join, or a value, whose type is null if it is not known.</summary>
internal sealed record ManifestElement(string? Type, ManifestRows? Row = null);

/// <summary>A member of a row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Column">Its column.</param>
/// <param name="Type">Its type; null if it is not known, or if the value is converted.</param>
/// <param name="Named">Whether only the column with that name is the member's.</param>
/// <param name="Needed">Whether a row cannot be made without it.</param>
/// <param name="Key">Whether it is the key or a part of it.</param>
internal sealed record ManifestMember(string Name, string Column, string? Type, bool Named, bool Needed, bool Key = false)
{
    public bool Matches(string column)
        => string.Equals(Column, column, StringComparison.OrdinalIgnoreCase) || (!Named && string.Equals(Name, column, StringComparison.OrdinalIgnoreCase));
}
