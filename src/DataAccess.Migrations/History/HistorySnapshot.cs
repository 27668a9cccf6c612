namespace DataAccess.Migrations.History;

/// <summary>What a database says of its migrations.</summary>
/// <param name="Place">Where the history is.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="NonEmpty">Why nothing may run although there are no rows: the database has tables and the like. Null if it may.</param>
internal sealed record HistorySnapshot(HistoryPlace Place, IReadOnlyList<HistoryRow> Rows, string? NonEmpty);
