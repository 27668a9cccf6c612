using DataAccess.Sql;

namespace DataAccess.MySql.Sql;

/// <summary>
/// The statements that commit the transaction they are run in, as
/// https://dev.mysql.com/doc/refman/9.4/en/implicit-commit.html and
/// https://mariadb.com/docs/server/reference/sql-statements/transactions/sql-statements-that-cause-an-implicit-commit list them.
/// </summary>
internal static class MySqlImplicitCommit
{
    private static readonly string[] TableMaintenance = ["table", "tables", "local", "no_write_to_binlog", "view"];

    /// <summary>What a statement does, if its keywords alone tell; null if it behaves as in other databases.</summary>
    public static TransactionEffect? EffectOf(IReadOnlyList<string> words) => words[0] switch
    {
        "select" or "insert" or "update" or "delete" or "replace" or "with" or "values" or "table" or "savepoint" or "release" or "show"
            or "explain" or "describe" or "desc" or "do" or "handler" or "use" or "get" or "signal" or "help" => TransactionEffect.Stays,
        "commit" or "rollback" => null,

        // A procedure, a prepared text or a compound statement may contain a COMMIT.
        "begin" => words.Count > 1 && words[1] == "not" ? TransactionEffect.MayEnd : TransactionEffect.Ends,

        // Creating or dropping a temporary table does not commit; every other schema change does.
        "create" or "drop" => words.Take(4).Contains("temporary", StringComparer.Ordinal) ? TransactionEffect.MayEnd : TransactionEffect.Ends,
        "alter" or "rename" or "truncate" or "grant" or "revoke" or "flush" or "reset" or "cache" or "install" or "uninstall"
            or "start" or "stop" or "change" or "import" => TransactionEffect.Ends,
        "analyze" or "check" or "optimize" or "repair" => IsOneOf(words, TableMaintenance) ? TransactionEffect.Ends : TransactionEffect.MayEnd,
        "lock" => IsOneOf(words, TableMaintenance) ? TransactionEffect.Ends : TransactionEffect.MayEnd,
        "load" => IsOneOf(words, ["index"]) ? TransactionEffect.Ends : TransactionEffect.MayEnd,
        "set" => OfSet(words),
        _ => TransactionEffect.MayEnd,
    };

    private static TransactionEffect OfSet(IReadOnlyList<string> words) => words.ElementAtOrDefault(1) switch
    {
        "password" => TransactionEffect.Ends,

        // The lists above do not include it, but both servers commit.
        "default" => TransactionEffect.Ends,

        // MariaDB's setting for a single statement, which follows it.
        "statement" => OfFollowing(words),
        _ => words.Contains("autocommit", StringComparer.Ordinal) ? TransactionEffect.Ends : TransactionEffect.Stays,
    };

    private static TransactionEffect OfFollowing(IReadOnlyList<string> words)
    {
        var statement = words.SkipWhile(static w => w != "for").Skip(1).ToArray();
        return statement.Length == 0 ? TransactionEffect.MayEnd
            : EffectOf(statement) ?? (statement.Contains("to", StringComparer.Ordinal) ? TransactionEffect.MayEnd : TransactionEffect.Ends);
    }

    private static bool IsOneOf(IReadOnlyList<string> words, string[] next) => words.Count > 1 && next.Contains(words[1], StringComparer.Ordinal);
}
