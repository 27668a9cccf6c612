using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Planning;
using DataAccess.Migrations.Scripting;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>SQLite: has no conditional statements. Its primary key on the history keeps a script from being applied twice.</summary>
internal sealed class SqliteScript() : ScriptDialect(SqliteRunner.Instance)
{
    public override string Command => "sqlite3 -bail DATABASE < FILE";

    public override IReadOnlyList<string> Opening(string? schema) => ["pragma foreign_keys = on;"];

    public override IReadOnlyList<string> Closing(string? schema) => [];

    public override IEnumerable<string> ResetAfter(IReadOnlyCollection<MigrationStep> steps)
    {
        var temporary = steps.Where(static step => step.Traits.IsLostWithSession).SelectMany(TemporaryIn);
        return steps.Any(static step => step.Traits.IsSession) ? temporary.Concat(Runner.ResetSession(null).Select(static statement => statement + ";")) : temporary;
    }

    public override string? LeftBy(MigrationStep step) => new StatementWords(step.Statement.Text, SqliteFlavour.Instance, limit: 1).At(0, "ATTACH") ? "an attached database" : null;

    public override string LockTimeout(TimeSpan timeout) => Invariant($"pragma busy_timeout = {(long)timeout.TotalMilliseconds};");

    public override string? GuardRejectionOf(MigrationStep step) => "cannot run conditionally, as SQLite has no conditional statements";

    public override IEnumerable<string> Guard(PlannedMigration migration, HistoryWrites writes, string history, string steps)
        => throw new NotSupportedException("SQLite has no conditional statements.");

    /// <summary>What drops a temporary object; the parts of a table go with it.</summary>
    private static IEnumerable<string> TemporaryIn(MigrationStep step)
    {
        var words = new StatementWords(step.Statement.Text, SqliteFlavour.Instance, limit: 16);
        var kind = words[2].ToLowerInvariant();
        var at = words.At(3, "IF", "NOT", "EXISTS") ? 6 : 3;
        var name = SchemaName.Read(words, ref at, foldsCase: false).Name;
        return kind is "table" or "view" or "trigger" ? [$"drop {kind} if exists temp.\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\";"] : [];
    }
}
