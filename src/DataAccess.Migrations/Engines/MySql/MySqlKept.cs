using System.Collections.Frozen;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;
using DataAccess.Sql;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>Which statements' effect the snapshot has. What is not listed here has another.</summary>
internal static class MySqlKept
{
    /// <summary>Statements of rows, of transactions and of the session.</summary>
    private static readonly FrozenSet<string> Passing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "TRUNCATE", "LOAD", "WITH", "VALUES", "TABLE", "LOCK", "UNLOCK", "START", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ANALYZE", "OPTIMIZE", "CHECK", "REPAIR", "CHECKSUM", "FLUSH", "SHOW",
        "DESCRIBE", "DESC", "EXPLAIN", "HANDLER", "PREPARE", "DEALLOCATE");

    private static readonly FrozenSet<string> Modifiers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "OR", "REPLACE", "TEMPORARY", "UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR", "AGGREGATE", "ONLINE", "OFFLINE", "IGNORE", "ALGORITHM", "UNDEFINED", "MERGE", "TEMPTABLE", "SQL", "SECURITY", "INVOKER",
        "DEFINER", "CURRENT_USER", "=", "(", ")");

    private static readonly FrozenSet<string> Objects = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "TABLE", "VIEW", "INDEX", "SEQUENCE", "FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "PACKAGE");

    public static bool Keeps(StatementWords words, SqlDialect dialect) => words[0].ToUpperInvariant() switch
    {
        "CREATE" or "ALTER" or "DROP" => Objects.Contains(StatementKind.Of(words, Modifiers)) && !IsOfServer(words),
        "RENAME" => words.At(1, "TABLE"),
        "INSERT" or "REPLACE" or "UPDATE" or "DELETE" => !Enumerable.Range(1, 8).Any(i => words[i].Equals("mysql", StringComparison.OrdinalIgnoreCase) && words[i + 1] == "."),
        "SELECT" or "DO" => !StatementKind.CallsUnknown(words, dialect),
        "SET" => !IsGlobal(words),
        var verb => Passing.Contains(verb),
    };

    /// <summary>The next value of a counter, a library, or who a routine runs as: a definer that is named is no modifier.</summary>
    private static bool IsOfServer(StatementWords words)
        => (StatementKind.Of(words, Modifiers) == "TABLE" && words.Has("AUTO_INCREMENT", "="))
        || words.Has("SONAME")
        || (words.At(0, "ALTER") && words.At(1, "SEQUENCE") && words.Has("RESTART"));

    private static bool IsGlobal(StatementWords words)
        => words.At(1, "PASSWORD") || words.At(1, "DEFAULT") || words.At(1, "STATEMENT")
        || Enumerable.Range(1, words.Count).Any(i => (words.At(i, "GLOBAL") || words.At(i, "PERSIST") || words.At(i, "PERSIST_ONLY")) && words[i - 1] is not "=");
}
