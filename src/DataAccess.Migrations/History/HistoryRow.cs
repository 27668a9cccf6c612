namespace DataAccess.Migrations.History;

/// <summary>A row of <c>dataaccess_migrations</c>.</summary>
internal sealed record HistoryRow(
    string Key, MigrationVersion? Version, string Name, string Checksum, HistoryState State, DateTime AppliedAt, long DurationMs, string AppliedBy);
