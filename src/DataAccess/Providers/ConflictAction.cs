using DataAccess.Mapping;

namespace DataAccess;

/// <summary>
/// What happens to a written row whose key is already in the table. A conflict on another unique constraint is not a conflict on the key:
/// the row is rejected (<see cref="RowOutcome.Rejected"/>), whichever action is chosen. The key is the one of the <see cref="TableMap{T}"/>, and has
/// to be unique in the table by itself; of a key of several columns, all of them together.
/// </summary>
public enum ConflictAction
{
    /// <summary>The row is rejected: <see cref="RowOutcome.Rejected"/>.</summary>
    Error = 0,

    /// <summary>
    /// The row in the table stays unchanged; the written row counts as committed. A row that carries no key, because it has none or the
    /// database generates it, yields to an existing row on a conflict with any unique constraint.
    /// </summary>
    Ignore = 1,

    /// <summary>The row overwrites the row in the table. If several rows with the same key are written together, the last one wins.</summary>
    Update = 2,
}
