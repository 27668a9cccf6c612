using DataAccess.Mapping;

namespace DataAccess;

/// <summary>
/// What a written row does where its key is in the table already. A conflict on another unique constraint is none of the key's:
/// the row is refused (<see cref="RowOutcome.Rejected"/>), whatever is chosen. The key is the one of the <see cref="TableMap{T}"/>, and has
/// to be unique in the table by itself.
/// </summary>
public enum ConflictAction
{
    /// <summary>It is refused: <see cref="RowOutcome.Rejected"/>.</summary>
    Error = 0,

    /// <summary>
    /// The row in the table stays as it is; the written one counts as committed. A row that carries no key, as it has none or the
    /// database makes it, yields to a row that is there on any unique constraint.
    /// </summary>
    Ignore = 1,

    /// <summary>It overwrites the row in the table. Of rows with one key that are written together the last one wins.</summary>
    Update = 2,
}
