using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>
/// MySQL and MariaDB: rows are transactional, the schema is not. Each statement about the schema is atomic by itself, so
/// any visible effect tells for all of them.
/// </summary>
internal static class MySqlTraits
{
    public static StatementTraits Of(string statement, SqlFlavour flavour) => SeveralStatements.In(statement, flavour) is { } parts ? Together(parts) : OfOne(statement, flavour);

    /// <summary>What stands under one delimiter goes to the server in one call, which runs it to the first error.</summary>
    private static StatementTraits Together(IReadOnlyList<ScriptStatement> parts)
    {
        var all = parts.Select(static part => OfOne(part.Text, part.Flavour)).ToList();
        return new()
        {
            IsTransactional = all.TrueForAll(static traits => traits.IsTransactional),
            IsSession = all.TrueForAll(static traits => traits.IsSession),
            IsTransactionControl = all.Exists(static traits => traits.IsTransactionControl),
            MayCommit = all.Exists(static traits => traits.MayCommit),

            // What ran before the one that failed stays, unless all of them roll back.
            MayFailHalfway = all.Exists(static traits => !traits.IsTransactional || traits.MayFailHalfway),
            IsRepeatable = all.TrueForAll(static traits => traits.IsRepeatable || traits.IsSession),
            IsLostWithSession = all.Exists(static traits => traits.IsLostWithSession),
            Table = all.Select(static traits => traits.Table).FirstOrDefault(static table => table is not null),
        };
    }

    private static StatementTraits OfOne(string statement, SqlFlavour flavour)
    {
        var words = new StatementWords(statement, flavour);
        return words[0].ToUpperInvariant() switch
        {
            "BEGIN" when words.Count > 1 && words.At(1, "NOT") => Halfway(),
            "BEGIN" or "START" or "COMMIT" or "ROLLBACK" or "SAVEPOINT" or "RELEASE" or "XA" => new() { IsTransactionControl = true },
            "SET" when words.At(1, "AUTOCOMMIT") || words.Has("TRANSACTION", "ISOLATION") => new() { IsTransactionControl = true },
            "SET" when words[1].ToUpperInvariant() is "GLOBAL" or "PERSIST" or "PERSIST_ONLY" or "PASSWORD" or "DEFAULT" => Alone(isRepeatable: true),
            "SET" when words.At(1, "STATEMENT") => Halfway(),
            "SET" or "USE" or "PREPARE" or "DEALLOCATE" => new() { IsSession = true },
            "LOCK" or "UNLOCK" => new() { IsSession = true, IsTransactional = false },
            "INSERT" or "UPDATE" or "DELETE" or "REPLACE" or "SELECT" or "WITH" or "VALUES" or "DO" or "LOAD" => StatementTraits.Ordinary,
            "TRUNCATE" or "ANALYZE" or "OPTIMIZE" or "GRANT" or "REVOKE" or "FLUSH" or "CHECK" or "REPAIR" => Alone(isRepeatable: true),
            "CREATE" => Create(words),
            "DROP" => Drop(words),
            "ALTER" when words.At(1, "TABLE") => MySqlAlterTable.TraitsOf(words),
            "ALTER" when words.Has("VIEW") => Alone(isRepeatable: true),
            "RENAME" when words.At(1, "TABLE") => Rename(words),

            // A call, or a block or a prepared statement that may be one: what it has committed before its error remains.
            "CALL" or "EXECUTE" or "IF" or "CASE" or "LOOP" or "WHILE" or "REPEAT" or "FOR" => Halfway(),
            _ when words.At(1, ":") => Halfway(),
            _ => Alone(),
        };
    }

    private static StatementTraits Halfway() => Alone() with { MayFailHalfway = true };

    private static StatementTraits Alone(bool isRepeatable = false) => new() { IsTransactional = false, IsRepeatable = isRepeatable };

    private static StatementTraits Alone(SchemaName? table, bool isRepeatable, params SchemaEffect[] effects)
        => new() { IsTransactional = false, Table = table, IsRepeatable = isRepeatable, Effects = effects };

    private static SchemaObject? ObjectOf(string word) => word.ToUpperInvariant() switch
    {
        "TABLE" or "VIEW" or "SEQUENCE" => SchemaObject.Table,
        "INDEX" => SchemaObject.Index,
        "TRIGGER" => SchemaObject.Trigger,
        "PROCEDURE" or "FUNCTION" => SchemaObject.Routine,
        "EVENT" => SchemaObject.Event,
        "DATABASE" or "SCHEMA" => SchemaObject.Database,
        _ => null,
    };

    private static StatementTraits Create(StatementWords words)
    {
        var at = 1;
        while (at < Math.Min(words.Count, 20) && ObjectOf(words[at]) is null)
        {
            at++;
        }

        if (ObjectOf(words[at]) is not { } kind)
        {
            // MariaDB makes users one after another.
            return words.Has(",") ? Halfway() : Alone();
        }

        var isTemporary = words.At(1, "TEMPORARY");
        var isTable = words.At(at, "TABLE");
        at++;
        var ifNotExists = words.At(at, "IF", "NOT", "EXISTS");
        at += ifNotExists ? 3 : 0;
        var name = SchemaName.Read(words, ref at, foldsCase: false);

        // MariaDB fills a table in steps; a temporary one is gone with its session.
        if (isTemporary || (isTable && words.Has("SELECT")))
        {
            return Alone() with { IsLostWithSession = isTemporary };
        }

        at++;
        SchemaName? table = kind == SchemaObject.Index ? SchemaName.Read(words, ref at, foldsCase: false) : isTable ? name : null;
        return Alone(table, ifNotExists || words.At(1, "OR", "REPLACE"), new SchemaEffect(kind, name, isTable ? null : table, Exists: true));
    }

    private static StatementTraits Drop(StatementWords words)
    {
        var at = words.At(1, "TEMPORARY") ? 2 : 1;
        if (ObjectOf(words[at]) is not { } kind)
        {
            return (words.Has(",") ? Halfway() : Alone()) with { IsRepeatable = words.At(at + 1, "IF", "EXISTS") };
        }

        at++;
        var ifExists = words.At(at, "IF", "EXISTS");
        at += ifExists ? 2 : 0;
        var names = new List<SchemaName> { SchemaName.Read(words, ref at, foldsCase: false) };
        while (words[at] == ",")
        {
            at++;
            names.Add(SchemaName.Read(words, ref at, foldsCase: false));
        }

        at++;
        SchemaName? table = kind == SchemaObject.Index ? SchemaName.Read(words, ref at, foldsCase: false) : null;
        return Alone(
            table ?? (kind == SchemaObject.Table ? names[0] : null),
            ifExists,
            [.. names.Select(name => new SchemaEffect(kind, name, table, Exists: false))]);
    }

    private static StatementTraits Rename(StatementWords words)
    {
        var at = 2;
        var effects = new List<SchemaEffect>();
        while (at < words.Count)
        {
            var from = SchemaName.Read(words, ref at, foldsCase: false);
            at++;
            var to = SchemaName.Read(words, ref at, foldsCase: false);
            effects.Add(new SchemaEffect(SchemaObject.Table, from, null, Exists: false));
            effects.Add(new SchemaEffect(SchemaObject.Table, to, null, Exists: true));
            at++;
        }

        // Where tables swap names, the names alone do not tell.
        var swaps = effects.DistinctBy(static e => e.Name).Count() < effects.Count;
        return Alone(effects[0].Name, isRepeatable: false, swaps ? [] : [.. effects]);
    }
}
