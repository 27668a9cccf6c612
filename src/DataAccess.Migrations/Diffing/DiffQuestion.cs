namespace DataAccess.Migrations.Diffing;

/// <summary>What two schemas do not tell: whether something was renamed.</summary>
/// <param name="What">What it is about: <c>table</c> or <c>column</c>.</param>
/// <param name="Table">The column's table, or null for a table.</param>
/// <param name="Old">The name that only the present schema has.</param>
/// <param name="Candidates">The names that only the wished schema has, and that may be the new one; there is no question if it is empty.</param>
/// <param name="Added">All names that only the wished schema has, each of which a user may say is the new one.</param>
internal sealed record DiffQuestion(string What, string? Table, string Old, IReadOnlyList<string> Candidates, IReadOnlyList<string> Added)
{
    /// <summary>The old name as an option takes it.</summary>
    public string Subject => Table is null ? Old : $"{Table}.{Old}";
}
