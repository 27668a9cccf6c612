using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>An <c>alter table</c>, cut into its actions.</summary>
/// <param name="Table">The table.</param>
/// <param name="Actions">What is done to it, in order.</param>
internal sealed record AlterTable(SchemaName Table, IReadOnlyList<WordRange> Actions)
{
    /// <summary>Words after ADD that do not begin a column.</summary>
    private static readonly string[] NotColumns =
        ["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "INDEX", "KEY", "FULLTEXT", "SPATIAL", "PARTITION", "PERIOD", "SYSTEM", "NOT", "VECTOR"];

    /// <summary>Reads the statement; null for another one.</summary>
    public static AlterTable? Read(StatementWords words)
    {
        var at = 1;
        while (at < 4 && words.At(0, "ALTER") && !words.At(at, "TABLE"))
        {
            at++;
        }

        if (!words.At(0, "ALTER") || !words.At(at, "TABLE"))
        {
            return null;
        }

        at++;
        at += words.At(at, "IF", "EXISTS") ? 2 : 0;
        at += words.At(at, "ONLY") ? 1 : 0;
        var table = SchemaName.Read(words, ref at, foldsCase: false);
        at += words[at] == "*" ? 1 : 0;
        return new AlterTable(table, new WordRange(words, at, words.Count).Split());
    }

    /// <summary>The columns that an action adds.</summary>
    public static IEnumerable<ColumnClause> Added(WordRange action)
    {
        if (!action.At(0, "ADD") || (!action.At(1, "COLUMN") && action.AtAny(1, NotColumns)))
        {
            return [];
        }

        var at = action.At(1, "COLUMN") ? 2 : 1;
        at += action.At(at, "IF", "NOT", "EXISTS") ? 3 : 0;
        return action.IsSymbol(at, "(") ? CreateTable.ColumnsIn(action.Inside(at)) : [CreateTable.ColumnOf(action.From(at))];
    }

    /// <summary>What an <c>add [constraint name]</c> adds, from its first word on; null where it adds a column or nothing.</summary>
    public static WordRange? AddedConstraint(WordRange action)
    {
        if (!action.At(0, "ADD"))
        {
            return null;
        }

        var at = 1;
        if (action.At(1, "CONSTRAINT"))
        {
            at = action.AtAny(2, "PRIMARY", "UNIQUE", "FOREIGN", "CHECK") && !action.IsQuoted(2) ? 2 : 3;
        }

        at += action.At(at, "IF", "NOT", "EXISTS") ? 3 : 0;
        return action.AtAny(at, "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "NOT") ? action.From(at) : null;
    }
}
