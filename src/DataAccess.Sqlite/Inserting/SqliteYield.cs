using System.Text;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sqlite.Sessions;

namespace DataAccess.Sqlite.Inserting;

/// <summary>What has to be known of a table to tell a row that yields to one with its key from a row that is lost.</summary>
internal sealed class SqliteYield<T>(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict)
    where T : notnull
{
    private readonly byte[] _isView = Encoding.UTF8.GetBytes(
        $"select 1 from pragma_table_list where type = 'view' and name = {Literal(map.Table.Name)} collate nocase{(map.Table.Schema is { } schema ? $" and schema = {Literal(schema)} collate nocase" : "")}");

    // A trigger may swallow a row, and so may the table's own 'not null on conflict ignore'.
    private readonly byte[] _isSure = Encoding.UTF8.GetBytes(
        $"select 1 from {provider.Dialect.QuoteIdentifier(map.Table.Schema ?? "main")}.sqlite_schema where type = 'table' and name = {Literal(map.Table.Name)} collate nocase and sql not like '%conflict%'"
        + string.Concat(new[] { map.Table.Schema ?? "main", "temp" }.Select(
            s => $" and not exists (select 1 from {provider.Dialect.QuoteIdentifier(s)}.sqlite_schema where type = 'trigger' and tbl_name = {Literal(map.Table.Name)} collate nocase)")));

    public TableMap<T> Map { get; } = map;

    /// <summary>Whether a row may rightly be left out.</summary>
    public bool MayYield { get; } = InsertSql.MayYield(map, onConflict);

    /// <summary>An insert that fails where the row is in the way of another, whatever the table itself would do then.</summary>
    public byte[] Insert { get; } = Encoding.UTF8.GetBytes("insert or abort" + InsertSql.For(provider, map)["insert".Length..]);

    /// <summary>The key that a row carries, or null where it has none and yields to whatever is in its way.</summary>
    public ColumnMap<T>? Key { get; } = map.Key is { IsGenerated: false } key ? key : null;

    /// <summary>Gives a row where the key that is its parameter is in the table.</summary>
    public byte[] FindKey { get; } = Encoding.UTF8.GetBytes(
        $"select 1 from {provider.Quote(map.Table)} where {provider.Dialect.QuoteIdentifier((map.Key ?? map.Columns[0]).Column)} = ?");

    public bool IsView(SqliteSession session) => session.Any(_isView);

    /// <summary>Whether a row that was not written can only have yielded.</summary>
    public bool IsSure(SqliteSession session) => session.Any(_isSure);

    private static string Literal(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
