using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>
/// The character sets of columns. SHOW CREATE writes them or not by how a column was made, also if they are the table's; here they are
/// written where they differ from the table's, and only there.
/// </summary>
internal sealed class MySqlCollations
{
    private readonly ILookup<string, (string Column, string CharacterSet, string Collation)> _others;

    private MySqlCollations(IEnumerable<(string Table, string Column, string CharacterSet, string Collation)> others)
        => _others = others.ToLookup(static c => c.Table, static c => (c.Column, c.CharacterSet, c.Collation), StringComparer.Ordinal);

    public static async ValueTask<MySqlCollations> ReadAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        const string Query = """
            select c.table_name, c.column_name, c.character_set_name, c.collation_name from information_schema.columns c join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
            where c.table_schema = database() and c.collation_name <> t.table_collation
            """;
        return new MySqlCollations(await session.QueryAsync(
            SqlStatement.Raw(Query), static r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What the definitions of columns have for their character sets, by the quoted names; none for those of the table's.</summary>
    public IReadOnlyDictionary<string, string> Of(string table)
        => _others[table].ToDictionary(static c => MySqlText.Quote(c.Column), static c => $" CHARACTER SET {c.CharacterSet} COLLATE {c.Collation}", StringComparer.Ordinal);

    /// <summary>A column's definition with this in place of what SHOW CREATE wrote for its character set.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="collation">What it is to have; empty for nothing.</param>
    public static string Replace(string definition, string collation)
    {
        var words = new StatementWords(definition, MySqlFlavour.Instance, int.MaxValue);
        var at = EndOfType(words);
        var start = words.TokenAt(at - 1).End;
        var end = start;
        if (words.At(at, "CHARACTER", "SET"))
        {
            at += 3;
            end = words.TokenAt(at - 1).End;
        }

        if (words.At(at, "COLLATE"))
        {
            end = words.TokenAt(at + 1).End;
        }

        return definition[..start] + collation + definition[end..];
    }

    /// <summary>The place behind the column's name, its type, and what is in the type's brackets.</summary>
    private static int EndOfType(StatementWords words)
    {
        var at = 2;
        if (words[at] != "(")
        {
            return at;
        }

        while (at < words.Count && (words[at] != ")" || words.TokenAt(at).Kind != SqlTokenKind.Symbol))
        {
            at++;
        }

        return Math.Min(at + 1, words.Count);
    }
}
