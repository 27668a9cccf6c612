using System.Collections.Frozen;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;
using DataAccess.Sql;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>Which statements' effect the snapshot has. What is not listed here has another.</summary>
internal static class SqliteKept
{
    private static readonly FrozenSet<string> Passing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH", "VALUES", "ANALYZE", "VACUUM", "REINDEX", "EXPLAIN", "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "DETACH");

    private static readonly FrozenSet<string> Modifiers = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "TEMP", "TEMPORARY", "UNIQUE", "VIRTUAL");

    private static readonly FrozenSet<string> Objects = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "TABLE", "INDEX", "VIEW", "TRIGGER");

    /// <summary>Pragmas that set the session or only read. Others are kept in the file.</summary>
    private static readonly FrozenSet<string> OfSession = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "foreign_keys", "defer_foreign_keys", "legacy_alter_table", "recursive_triggers", "synchronous", "cache_size", "cache_spill", "temp_store", "busy_timeout", "case_sensitive_like", "ignore_check_constraints",
        "reverse_unordered_selects", "secure_delete", "trusted_schema", "query_only", "mmap_size", "locking_mode", "foreign_key_check", "foreign_key_list", "integrity_check", "quick_check", "optimize",
        "table_info", "table_xinfo", "table_list", "index_info", "index_list", "index_xinfo", "wal_checkpoint", "incremental_vacuum", "analysis_limit");

    public static bool Keeps(StatementWords words, SqlDialect dialect) => words[0].ToUpperInvariant() switch
    {
        "CREATE" or "ALTER" or "DROP" => Objects.Contains(StatementKind.Of(words, Modifiers)),
        "SELECT" => !StatementKind.CallsUnknown(words, dialect),
        "PRAGMA" => words.Count <= 2 || OfSession.Contains(words[2] == "." ? words[3] : words[1]),
        var verb => Passing.Contains(verb),
    };
}
