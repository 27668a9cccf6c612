using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Planning;
using DataAccess.Migrations.Scripting;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>SQLite: has no conditional statements. Its primary key on the history keeps a script from being applied twice.</summary>
internal sealed class SqliteScript() : ScriptDialect(SqliteRunner.Instance)
{
    public override string Command => "sqlite3 -bail DATABASE < FILE";

    public override IReadOnlyList<string> Opening(string? schema) => ["pragma foreign_keys = on;"];

    public override IReadOnlyList<string> Closing(string? schema) => [];

    public override IReadOnlyList<string> Reset => ["pragma foreign_keys = on;"];

    public override string LockTimeout(TimeSpan timeout) => Invariant($"pragma busy_timeout = {(long)timeout.TotalMilliseconds};");

    public override string? GuardRejectionOf(MigrationStep step) => "cannot run conditionally, as SQLite has no conditional statements";

    public override IEnumerable<string> Guard(PlannedMigration migration, HistoryWrites writes, string history, string steps)
        => throw new NotSupportedException("SQLite has no conditional statements.");
}
