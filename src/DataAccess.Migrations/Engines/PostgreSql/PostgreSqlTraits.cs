using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>PostgreSQL: nearly everything is transactional; the exceptions are listed here.</summary>
internal static class PostgreSqlTraits
{
    public static StatementTraits Of(string statement)
    {
        var words = new StatementWords(statement, PostgreSqlFlavour.Instance);
        return words[0].ToUpperInvariant() switch
        {
            "BEGIN" or "START" or "COMMIT" or "END" or "ROLLBACK" or "ABORT" or "SAVEPOINT" or "RELEASE" => new() { IsTransactionControl = true },
            "PREPARE" when words.At(1, "TRANSACTION") => new() { IsTransactionControl = true },
            "SET" when words.At(1, "TRANSACTION") => new() { IsTransactionControl = true },
            "SET" or "RESET" => new() { IsSession = true },
            "VACUUM" => Alone(isRepeatable: true),
            "ALTER" when words.At(1, "SYSTEM") => Alone(isRepeatable: true),
            "REINDEX" when words.Has("CONCURRENTLY") => Alone(isRepeatable: true) with { WaitsHarmlessly = true },
            "CREATE" or "DROP" when words.At(1, "DATABASE") => Database(words),
            "CREATE" or "DROP" when words.At(1, "TABLESPACE") || words.At(1, "SUBSCRIPTION") => Alone(),
            "CREATE" when words.At(1, "INDEX") || words.At(1, "UNIQUE", "INDEX") => CreateIndex(words),
            "DROP" when words.At(1, "INDEX", "CONCURRENTLY") => DropIndex(words),
            "ALTER" when words.At(1, "TABLE") => AlterTable(words),
            "CREATE" when words.At(1, "TEMP") || words.At(1, "TEMPORARY") => new() { IsLostWithSession = true },
            _ => StatementTraits.Ordinary,
        };
    }

    private static StatementTraits Alone(bool isRepeatable = false) => new() { IsTransactional = false, IsRepeatable = isRepeatable };

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
