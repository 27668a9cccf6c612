using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>PostgreSQL: nearly everything is transactional; the exceptions are listed here.</summary>
internal static class PostgreSqlTraits
{
    /// <summary>What a block that commits has in it; a call that is made of text cannot.</summary>
    private static readonly string[] CommitWords = ["commit", "rollback", "call"];

    private static readonly string[] TemporaryWords = ["TEMP", "TEMPORARY"];

    public static StatementTraits Of(string statement)
    {
        var words = new StatementWords(statement, PostgreSqlFlavour.Instance);
        return words[0].ToUpperInvariant() switch
        {
            "COMMIT" or "ROLLBACK" when words.At(1, "PREPARED") => Alone(),
            "BEGIN" or "START" or "COMMIT" or "END" or "ROLLBACK" or "ABORT" or "SAVEPOINT" or "RELEASE" => new() { IsTransactionControl = true },
            "PREPARE" when words.At(1, "TRANSACTION") => new() { IsTransactionControl = true },
            "SET" when words.At(1, "TRANSACTION") => new() { IsTransactionControl = true },
            "DISCARD" when words.At(1, "ALL") => new() { IsTransactional = false, IsSession = true, IsNewSession = true },
            "SET" or "RESET" or "DISCARD" or "PREPARE" or "DEALLOCATE" or "LISTEN" or "UNLISTEN" or "LOAD" => new() { IsSession = true },
            "DECLARE" => new() { IsLostWithSession = true },
            "CALL" => MayCommit(),
            "DO" when CommitWords.Any(word => statement.Contains(word, StringComparison.OrdinalIgnoreCase)) => MayCommit(),
            "VACUUM" => Alone(isRepeatable: true),
            "ALTER" when words.At(1, "SYSTEM") || (words.At(1, "DATABASE") && words.Has("SET", "TABLESPACE")) => Alone(isRepeatable: true),
            "ALTER" when words.At(1, "SUBSCRIPTION") => new() { MayCommit = true },
            "REINDEX" when words.Has("CONCURRENTLY") => Alone(isRepeatable: true) with { WaitsHarmlessly = true },
            "REINDEX" when words.Has("SCHEMA") || words.Has("DATABASE") || words.Has("SYSTEM") => Alone(isRepeatable: true),
            "CLUSTER" when !NamesTable(words) => Alone(isRepeatable: true),

            // Of a partitioned table, each partition commits by itself.
            "REINDEX" or "CLUSTER" => new() { MayCommit = true, IsRepeatable = true },
            "CREATE" or "DROP" when words.At(1, "DATABASE") => Database(words),
            "CREATE" or "DROP" when words.At(1, "TABLESPACE") || words.At(1, "SUBSCRIPTION") => Alone(),
            "CREATE" when words.At(1, "INDEX") || words.At(1, "UNIQUE", "INDEX") => CreateIndex(words),
            "DROP" when words.At(1, "INDEX", "CONCURRENTLY") => DropIndex(words),
            "ALTER" when words.At(1, "TABLE") => AlterTable(words),
            "CREATE" when TemporaryWords.Any(word => words.At(1, word) || words.At(2, word) || words.At(3, word)) => new() { IsLostWithSession = true },
            "SELECT" or "WITH" when TemporaryWords.Any(word => words.Has("INTO", word)) => new() { IsLostWithSession = true },
            _ => StatementTraits.Ordinary,
        };
    }

    private static StatementTraits Alone(bool isRepeatable = false) => new() { IsTransactional = false, IsRepeatable = isRepeatable };

    private static StatementTraits MayCommit() => new() { MayCommit = true, MayFailHalfway = true };

    /// <summary><c>CLUSTER [(VERBOSE …)] [VERBOSE] [table]</c>; without a table, each is one transaction.</summary>
    private static bool NamesTable(StatementWords words)
    {
        var at = 1;
        if (words[at] == "(")
        {
            while (at < words.Count && words[at] != ")")
            {
                at++;
            }

            at++;
        }

        at += words.At(at, "VERBOSE") ? 1 : 0;
        return at < words.Count;
    }

    private static StatementTraits Database(StatementWords words)
    {
        var exists = words.At(0, "CREATE");
        var at = words.At(2, "IF", "EXISTS") ? 4 : 2;
        var name = SchemaName.Read(words, ref at, foldsCase: true);
        return new() { IsTransactional = false, IsRepeatable = words.At(2, "IF"), Effects = [new(SchemaObject.Database, name, null, exists)] };
    }

    private static StatementTraits CreateIndex(StatementWords words)
    {
        var at = words.IndexOf("INDEX") + 1;
        var concurrently = words.At(at, "CONCURRENTLY");
        at += concurrently ? 1 : 0;
        at += words.At(at, "IF", "NOT", "EXISTS") ? 3 : 0;
        var hasName = !words.At(at, "ON");
        var name = hasName ? SchemaName.Read(words, ref at, foldsCase: true) : default;
        at += words.At(at, "ON", "ONLY") ? 2 : 1;
        var table = SchemaName.Read(words, ref at, foldsCase: true);
        return new()
        {
            IsTransactional = !concurrently,
            WaitsHarmlessly = concurrently,
            Effects = concurrently && hasName ? [new(SchemaObject.Index, name, table, Exists: true)] : [],
            Table = table,
        };
    }

    private static StatementTraits DropIndex(StatementWords words)
    {
        var at = words.At(3, "IF", "EXISTS") ? 5 : 3;
        return new()
        {
            IsTransactional = false,
            WaitsHarmlessly = true,
            IsRepeatable = at == 5,
            Effects = [new(SchemaObject.Index, SchemaName.Read(words, ref at, foldsCase: true), null, Exists: false)],
        };
    }

    private static StatementTraits AlterTable(StatementWords words)
    {
        var at = 2;
        at += words.At(at, "IF", "EXISTS") ? 2 : 0;
        at += words.At(at, "ONLY") ? 1 : 0;
        return new() { Table = SchemaName.Read(words, ref at, foldsCase: true), IsTransactional = !words.Has("DETACH", "PARTITION") || !words.Has("CONCURRENTLY") };
    }
}
