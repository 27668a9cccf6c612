using System.Text;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about the names of tables and columns.</summary>
internal static class NameRules
{
    /// <summary>What PostgreSQL keeps of a name; MySQL takes 64 characters.</summary>
    private const int MaxBytes = 63;

    public static LintRule ReservedWord { get; } = new(
        "reserved-word",
        "It is a reserved word, so every statement with it has to be quoted, and each database quotes in its own way.",
        "Choose another name: placed_order for order, owner for user.",
        "https://www.postgresql.org/docs/current/sql-keywords-appendix.html", Reserved);

    public static LintRule LongIdentifier { get; } = LongName(TooLong);

    /// <summary>For an engine that takes a name of any length: the files that other engines get too.</summary>
    public static LintRule LongPortableIdentifier { get; } = LongName(static statement => statement.File.Script.IsPortable ? TooLong(statement) : []);

    private static LintRule LongName(Func<LintStatement, IEnumerable<LintMatch>> check) => new(
        "long-identifier",
        "PostgreSQL silently truncates names after 63 bytes, so that two long names may collide; MySQL rejects more than 64 characters.",
        "Choose a name of at most 63 bytes.",
        "https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS", check);

    private static IEnumerable<LintMatch> Reserved(LintStatement statement)
    {
        foreach (var (name, line) in NamesIn(statement))
        {
            if (statement.File.Engines.Where(engine => engine.ReservedWords.Contains(name)).Select(static engine => engine.Name).ToList() is { Count: > 0 } engines)
            {
                yield return statement.Match($"{name}, in {string.Join(", ", engines)}", line);
            }
        }
    }

    private static IEnumerable<LintMatch> TooLong(LintStatement statement)
        => NamesIn(statement).Where(static named => Encoding.UTF8.GetByteCount(named.Name) > MaxBytes)
            .Select(named => statement.Match(Invariant($"{named.Name} ({Encoding.UTF8.GetByteCount(named.Name)} bytes)"), named.Line));

    /// <summary>The names that a statement gives to tables, columns and indexes.</summary>
    private static IEnumerable<(string Name, int Line)> NamesIn(LintStatement statement)
    {
        if (statement.Create is { } create)
        {
            return create.Columns.Select(static c => (c.Name, c.Line)).Prepend((create.Table.Name, create.Line));
        }

        if (statement.All.At(0, "CREATE") && statement.All.Until(4).Find("INDEX") is var index and > 0)
        {
            var at = index + 1;
            at += statement.All.At(at, "CONCURRENTLY") ? 1 : 0;
            at += statement.All.At(at, "IF", "NOT", "EXISTS") ? 3 : 0;
            return statement.All.At(at, "ON") ? [] : [(statement.NameAt(at).Name, statement.All.LineAt(at))];
        }

        return (statement.Alter?.Actions ?? []).SelectMany(static action => AlterTable.Added(action).Select(static c => (c.Name, c.Line)))
            .Concat(TableRename.In(statement).Select(static r => (r.To.Name, r.Line)));
    }
}
