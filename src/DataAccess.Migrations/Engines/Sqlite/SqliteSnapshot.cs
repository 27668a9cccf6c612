using System.Text;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Snapshots;
using DataAccess.Sql;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>Reads a schema of SQLite, which keeps the text of every object.</summary>
internal sealed class SqliteSnapshot : SnapshotDialect
{
    private static readonly string[] Kinds = ["table", "virtual table", "index", "view", "trigger"];

    public override SqlFlavour Flavour => SqliteFlavour.Instance;

    public override string LeftOut => "rows, pragmas, the tables that a virtual table makes for itself, and the history of migrations";

    public override bool Keeps(StatementWords words, SqlDialect dialect) => SqliteKept.Keeps(words, dialect);

    public override async ValueTask<SchemaContent> ReadAsync(MigrationSession session, IReadOnlyCollection<string> omitted, CancellationToken cancellationToken)
    {
        const string Query = """
            select case when s.type = 'table' and s.sql like 'create virtual%' then 'virtual table' else s.type end, s.name, s.tbl_name, s.sql from sqlite_schema s
            where s.sql is not null and s.name not like 'sqlite\_%' escape '\' and s.name not in (select l.name from pragma_table_list l where l.schema = 'main' and l.type = 'shadow')
            """;
        var rows = await session.QueryAsync(
            SqlStatement.Raw(Query), static r => (Kind: r.GetString(0), Name: r.GetString(1), Table: r.GetString(2), Sql: r.GetString(3)), cancellationToken).ConfigureAwait(false);
        var objects = rows.Where(row => !omitted.Contains(row.Table, StringComparer.Ordinal)).Select(static row => ObjectOf(row.Kind, row.Name, row.Table, row.Sql));
        return new SchemaContent(SnapshotOrder.Of(objects), []);
    }

    /// <summary>
    /// The same for statements that differ in blanks, comments and quotes of names only: SQLite keeps what was written, and quotes what it
    /// renames. Each part of a table has a line.
    /// </summary>
    public override string Comparable(string statement)
    {
        var text = new StringBuilder();
        var lexer = new SqlLexer(statement, Flavour);
        var hasLines = statement.StartsWith("create table ", StringComparison.OrdinalIgnoreCase);
        var depth = 0;
        var gap = "";
        while (lexer.TryRead(out var token))
        {
            if (!token.IsSignificant)
            {
                continue;
            }

            var closes = token.IsSymbol(statement, ')');
            depth -= closes ? 1 : 0;
            var isLast = hasLines && closes && depth == 0;
            text.Append(isLast ? "\n" : closes || token.IsSymbol(statement, ',') ? "" : gap).Append(PieceOf(statement, token));
            var opens = token.IsSymbol(statement, '(');
            depth += opens ? 1 : 0;
            var isPart = hasLines && depth == 1 && (opens || token.IsSymbol(statement, ','));
            gap = isPart ? "\n    " : opens ? "" : " ";
        }

        return text.ToString();
    }

    private static string PieceOf(string statement, SqlToken token)
    {
        var piece = token.In(statement).ToString();
        return token.Kind == SqlTokenKind.QuotedName && SqliteTable.Unquote(piece) is { } name && SqliteTable.Quote(name) == name ? name : piece;
    }

    private static SnapshotObject ObjectOf(string kind, string name, string table, string sql)
    {
        var quoted = SqliteTable.Quote(name);
        var owner = $"table {SqliteTable.Quote(table)}";
        var word = kind == "virtual table" ? "table" : kind;
        return new SnapshotObject(kind, quoted, sql)
        {
            Drop = $"drop {word} {quoted}",
            Rank = Array.IndexOf(Kinds, kind),
            Table = kind is "index" or "trigger" ? owner : null,
            Needs = kind is "index" or "trigger" ? [owner] : [],
            Columns = kind == "table" ? SqliteTable.ColumnsOf(sql) : [],
        };
    }
}
