using System.Collections.Frozen;
using System.Text.RegularExpressions;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;
using DataAccess.Sql;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>Which statements' effect the snapshot has, or refuses by its name. What is not listed here has another.</summary>
internal static partial class PostgreSqlKept
{
    /// <summary>Statements of rows, of transactions and of the session.</summary>
    private static readonly FrozenSet<string> Passing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "TRUNCATE", "WITH", "VALUES", "TABLE", "LOCK", "ANALYZE", "ANALYSE", "VACUUM", "REINDEX", "CLUSTER", "REFRESH", "EXPLAIN", "BEGIN", "START", "COMMIT", "END",
        "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "NOTIFY", "LISTEN", "UNLISTEN", "DISCARD", "DECLARE", "FETCH", "MOVE", "CLOSE", "DEALLOCATE", "CHECKPOINT", "LOAD", "SHOW", "RESET");

    private static readonly FrozenSet<string> Modifiers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "OR", "REPLACE", "TEMP", "TEMPORARY", "LOCAL", "GLOBAL", "UNLOGGED", "UNIQUE", "CONSTRAINT", "MATERIALIZED", "RECURSIVE", "TRUSTED", "PROCEDURAL", "EVENT", "FOREIGN", "DEFAULT");

    /// <summary>Objects that are read, or that the snapshot names as not known to it.</summary>
    private static readonly FrozenSet<string> Objects = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "TABLE", "VIEW", "INDEX", "SEQUENCE", "FUNCTION", "PROCEDURE", "ROUTINE", "AGGREGATE", "TYPE", "DOMAIN", "COLLATION", "EXTENSION", "SCHEMA", "STATISTICS", "TRIGGER", "RULE", "POLICY", "COLUMN",
        "OPERATOR", "CONVERSION", "TEXT", "CAST", "SERVER", "PUBLICATION", "LANGUAGE");

    public static bool Keeps(StatementWords words, SqlDialect dialect)
        => !WritesCounter(words) && words[0].ToUpperInvariant() switch
        {
            "CREATE" or "ALTER" or "DROP" => Objects.Contains(StatementKind.Of(words, Modifiers)) && !IsOfServer(words),
            "COMMENT" => words.At(2, "CONSTRAINT") || Objects.Contains(KindOfComment(words)),
            "SELECT" => !StatementKind.CallsUnknown(words, dialect, "set_config"),
            "DO" => !Enumerable.Range(1, words.Count).Any(i => Unread().IsMatch(words[i])),
            "SET" => !(words.Has("ROLE") || words.Has("AUTHORIZATION") || (words.At(1, "DEFAULT_TABLESPACE") && words[3] != "''")),
            var verb => Passing.Contains(verb),
        };

    private static string KindOfComment(StatementWords words) => words.At(2, "MATERIALIZED") || words.At(2, "FOREIGN") || words.At(2, "EVENT") || words.At(2, "PROCEDURAL") ? words[3] : words[2];

    /// <summary>An owner, a place on the disk, the version of an extension.</summary>
    private static bool IsOfServer(StatementWords words)
        => words.Has("OWNER", "TO")
        || words.Has("TABLESPACE")
        || (words.At(1, "SCHEMA") && (words.Has("AUTHORIZATION") || words.Has("GRANT")))
        || (words.At(1, "EXTENSION") && (words.Has("VERSION") || words.Has("UPDATE", "TO") || (words.At(0, "ALTER") && (words.At(3, "ADD") || words.At(3, "DROP")))));

    /// <summary>The next value of a sequence, or a large object.</summary>
    private static bool WritesCounter(StatementWords words)
        => (words.At(0, "ALTER") && words.Has("RESTART"))
        || Enumerable.Range(0, words.Count).Any(i => words[i + 1] == "(" && (words.At(i, "SETVAL") || words[i].StartsWith("lo_", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What a block may do that is not read, or that its text does not tell.</summary>
    [GeneratedRegex(@"\b(grant|revoke|owner|owned|privileges|role|user|group|authorization|label|system|database|tablespace|subscription|setval|restart|lo_\w+|execute|perform|call|comment)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unread();
}
