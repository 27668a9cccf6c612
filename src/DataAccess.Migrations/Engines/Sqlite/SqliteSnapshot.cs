using System.Text;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>Reads a schema of SQLite, which keeps the text of every object.</summary>
internal sealed class SqliteSnapshot : SnapshotDialect
{
    private static readonly string[] Kinds = ["table", "virtual table", "index", "view", "trigger"];

    public override SqlFlavour Flavour => SqliteFlavour.Instance;

    public override string LeftOut => "rows, pragmas, the tables that a virtual table makes for itself, and the history of migrations";

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

    /// <summary>The same for statements that differ in blanks, comments and quotes of names only: SQLite keeps what was written, and quotes what it renames.</summary>
    public override string Comparable(string statement)
    {
        var text = new StringBuilder();
        var lexer = new SqlLexer(statement, Flavour);
        while (lexer.TryRead(out var token))
        {
            if (token.IsSignificant)
            {
                var piece = token.In(statement);
                var isName = token.Kind == SqlTokenKind.QuotedName && SqliteTable.Unquote(piece.ToString()) is { } name && SqliteTable.Quote(name) == name;
                text.Append(text.Length > 0 ? " " : "").Append(isName ? SqliteTable.Unquote(piece.ToString()) : piece);
            }
        }

        return text.ToString();
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
