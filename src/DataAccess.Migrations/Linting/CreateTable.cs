using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>A <c>create table</c>, as far as a rule asks.</summary>
/// <param name="Table">The table.</param>
/// <param name="Line">The name's line inside the statement.</param>
/// <param name="IsTemporary">Whether it goes with its session.</param>
/// <param name="Columns">Its columns; none where it is made from a query or from another table.</param>
/// <param name="Options">What follows the columns.</param>
internal sealed record CreateTable(SchemaName Table, int Line, bool IsTemporary, IReadOnlyList<ColumnClause> Columns, WordRange Options)
{
    private static readonly string[] NotColumns =
        ["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "INDEX", "KEY", "FULLTEXT", "SPATIAL", "PERIOD", "LIKE", "VECTOR"];

    /// <summary>Reads the statement; null for another one.</summary>
    public static CreateTable? Read(StatementWords words)
    {
        var at = 1;
        while (at < 6 && words.At(0, "CREATE") && IsBeforeTable(words, at))
        {
            at++;
        }

        if (!words.At(0, "CREATE") || !words.At(at, "TABLE"))
        {
            return null;
        }

        var isTemporary = Enumerable.Range(1, at).Any(i => words.At(i, "TEMP") || words.At(i, "TEMPORARY"));
        at++;
        at += words.At(at, "IF", "NOT", "EXISTS") ? 3 : 0;
        var nameAt = at;
        var table = SchemaName.Read(words, ref at, foldsCase: false);
        var rest = new WordRange(words, at, words.Count);
        var line = words.TokenAt(Math.Min(nameAt, words.Count - 1)).Line;
        if (!rest.IsSymbol(0, "("))
        {
            return new CreateTable(table, line, isTemporary, [], rest);
        }

        var inside = rest.Inside(0);
        return new CreateTable(table, line, isTemporary, [.. ColumnsIn(inside)], rest.From(inside.Count + 2));
    }

    public static IEnumerable<ColumnClause> ColumnsIn(WordRange list)
        => list.Split().Where(static part => part.Count > 0 && (part.IsQuoted(0) || !part.AtAny(0, NotColumns))).Select(ColumnOf);

    public static ColumnClause ColumnOf(WordRange words) => new(words[0], words.From(1), words.LineAt(0));

    private static bool IsBeforeTable(StatementWords words, int at)
        => words.At(at, "OR") || words.At(at, "REPLACE") || words.At(at, "GLOBAL") || words.At(at, "LOCAL")
            || words.At(at, "TEMP") || words.At(at, "TEMPORARY") || words.At(at, "UNLOGGED");
}
