using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>SQLite: everything is transactional but settings, VACUUM and attached files.</summary>
internal static class SqliteTraits
{
    public static StatementTraits Of(string statement)
    {
        var words = new StatementWords(statement, SqliteFlavour.Instance, limit: 8);
        return words[0].ToUpperInvariant() switch
        {
            "BEGIN" or "COMMIT" or "END" or "ROLLBACK" or "SAVEPOINT" or "RELEASE" => new() { IsTransactionControl = true },

            // Inside a transaction these have no effect, some of them silently.
            "PRAGMA" when words[1].ToUpperInvariant() is "FOREIGN_KEYS" or "JOURNAL_MODE" or "SYNCHRONOUS" or "LEGACY_ALTER_TABLE" or "WAL_CHECKPOINT"
                => new() { IsTransactional = false, IsSession = true },
            "PRAGMA" => new() { IsSession = true },
            "ATTACH" or "DETACH" => new() { IsTransactional = false, IsSession = true },
            "VACUUM" => new() { IsTransactional = false, IsRepeatable = true },
            "CREATE" when words.At(1, "TEMP") || words.At(1, "TEMPORARY") => new() { IsLostWithSession = true },
            _ => StatementTraits.Ordinary,
        };
    }
}
