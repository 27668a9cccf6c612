using System.Text;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sqlite.Sessions;

namespace DataAccess.Sqlite.Inserting;

/// <summary>What must be known about a table to distinguish a row that yields to a row with its key from a row that is lost.</summary>
internal sealed class SqliteConflictQueries<T>(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict)
    where T : notnull
{
    private readonly byte[] _isView = Encoding.UTF8.GetBytes(
        $"select 1 from pragma_table_list where type = 'view' and name = {Literal(map.Table.Name)} collate nocase{(map.Table.Schema is { } schema ? $" and schema = {Literal(schema)} collate nocase" : "")}");

    // A trigger may swallow a row, and so may a column's 'not null on conflict ignore'.
    private readonly byte[] _isSure = Encoding.UTF8.GetBytes(
        $"select 1 from {provider.Dialect.QuoteIdentifier(map.Table.Schema ?? "main")}.sqlite_schema where type = 'table' and name = {Literal(map.Table.Name)} collate nocase and sql not like '%conflict%'"
        + string.Concat(new[] { map.Table.Schema ?? "main", "temp" }.Select(
            s => $" and not exists (select 1 from {provider.Dialect.QuoteIdentifier(s)}.sqlite_schema where type = 'trigger' and tbl_name = {Literal(map.Table.Name)} collate nocase)")));

    public TableMap<T> Map { get; } = map;

    /// <summary>Whether a row may be left out because it yields.</summary>
    public bool MayYield { get; } = InsertSql.MayYield(map, onConflict);

    /// <summary>An insert that fails if the row conflicts with another, whatever conflict clause the table has.</summary>
    public byte[] Insert { get; } = Encoding.UTF8.GetBytes("insert or abort" + InsertSql.For(provider, map)["insert".Length..]);

    /// <summary>Whether a row carries a key; if not, it yields to any conflicting row.</summary>
    public bool SendsKey { get; } = map.SendsKey;

    /// <summary>Returns a row if the key passed as its parameters is in the table.</summary>
    public byte[] FindKey { get; } = Encoding.UTF8.GetBytes(
        $"select 1 from {provider.Quote(map.Table)} where {string.Join(" and ", (map.Keys.Count > 0 ? map.Keys : [map.Columns[0]]).Select(c => $"{provider.Dialect.QuoteIdentifier(c.Column)} = ?"))}");

    public bool IsView(SqliteSession session) => session.Any(_isView);

    /// <summary>Whether a row that was not written must have yielded.</summary>
    public bool IsSure(SqliteSession session) => session.Any(_isSure);

    private static string Literal(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
