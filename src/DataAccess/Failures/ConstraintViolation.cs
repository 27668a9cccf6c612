namespace DataAccess;

/// <summary>The constraint that a row violates, as far as the server tells it.</summary>
/// <param name="Kind">What it demands.</param>
/// <param name="Constraint">
/// Its name, or that of its index; null where the server does not tell it: for foreign keys and keys of columns on SQLite, and for not-null columns. A primary key of MySQL and
/// MariaDB is <c>PRIMARY</c>. For a check without a name, SQLite tells its expression.
/// </param>
/// <param name="Table">The table that has the constraint; null where the server does not tell it.</param>
/// <param name="Columns">Its columns, where the server tells them; else empty.</param>
/// <remarks>A name is told only where the server's message can be read in one way, so that it exists.</remarks>
public sealed record ConstraintViolation(ConstraintKind Kind, string? Constraint, string? Table, IReadOnlyList<string> Columns);
