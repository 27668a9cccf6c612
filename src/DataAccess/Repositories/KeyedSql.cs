using System.Globalization;
using System.Numerics;
using System.Text;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Repositories;

/// <summary>The statements that find rows by key: alone, by a list, or by a list with each row's position in it.</summary>
internal sealed class KeyedSql<TEntity>
{
    /// <summary>How many keys one statement asks for where each has a select of its own: few enough for every parser. SQLite takes 500.</summary>
    public const int MaxBranches = 64;

    private readonly string _byKeyHead;
    private readonly RenderedText _byKey = new();
    private readonly string[] _branches = [];
    private readonly SqlStatement? _arrayHead;
    private readonly SqlStatement? _arrayTail;

    public KeyedSql(TableMap<TEntity> map, DatabaseProvider provider)
    {
        var dialect = provider.Dialect;
        var columns = string.Join(", ", map.Columns.Select(c => dialect.QuoteIdentifier(c.Column)));
        var table = provider.Quote(map.Table);
        var key = dialect.QuoteIdentifier(map.Key!.Column);
        var position = dialect.QuoteIdentifier("~n");
        Table = table;
        Key = SqlStatement.Raw(key);
        Select = SqlStatement.Raw($"select {columns} from {table}");
        _byKeyHead = $"select {columns} from {table} where {key} = ";
        KeyOrdinal = map.Columns.TakeWhile(static c => !c.IsKey).Count();
        if (dialect.SendsListsAsArrays)
        {
            // The first part gives no row. It makes the server take the list for what the column is compared with, as it does
            // for a single key; only then is the list's type known, which unnest has to know.
            var parameter = new StringBuilder();
            dialect.AppendParameter(parameter, 0);
            var (none, keys, value) = (dialect.QuoteIdentifier("~t"), dialect.QuoteIdentifier("~k"), dialect.QuoteIdentifier("~v"));
            _arrayHead = SqlStatement.Raw($"select {columns}, {position} from (select from {table} where {key} in ");
            _arrayTail = SqlStatement.Raw(
                $" limit 0) {none} right join unnest({parameter}) with ordinality {keys} ({value}, {position}) on true "
                + $"join {table} on {key} = {keys}.{value}");
        }
        else
        {
            _branches = [.. Enumerable.Range(1, MaxBranches).Select(n => string.Create(
                CultureInfo.InvariantCulture,
                $"{(n == 1 ? "" : " union all ")}select {columns}, {n} as {position} from {table} where {key} = "))];
        }
    }

    public string Table { get; }

    public SqlStatement Key { get; }

    /// <summary><c>select</c> all columns <c>from</c> the table.</summary>
    public SqlStatement Select { get; }

    /// <summary>Where the key is among the columns.</summary>
    public int KeyOrdinal { get; }

    /// <summary>The row of a key.</summary>
    public SqlStatement ByKey<TKey>(TKey key)
        where TKey : notnull
    {
        var statement = new SqlStatement(0, 1) { Rendered = _byKey };
        statement.AppendLiteral(_byKeyHead);
        statement.AppendFormatted(key);
        return statement;
    }

    /// <summary>
    /// The rows of all keys, each with the position of its key, from 1, in the last column. The database compares as it does
    /// for a single key: types, collations and indexes are those of the column.
    /// </summary>
    public SqlStatement ByPosition<TKey>(TKey[] keys)
        where TKey : notnull
    {
        if (_arrayHead is null)
        {
            return EachAlone(keys);
        }

        var statement = new SqlStatement(0, 3);
        statement.AppendFormatted(_arrayHead);
        statement.AppendFormatted(keys);
        statement.AppendFormatted(_arrayTail);
        return statement;
    }

    /// <summary>A select for each key. Rounded up to a power of two with selects that find nothing, so that few texts are prepared.</summary>
    private SqlStatement EachAlone<TKey>(TKey[] keys)
        where TKey : notnull
    {
        var branches = (int)BitOperations.RoundUpToPowerOf2((uint)keys.Length);
        var statement = new SqlStatement(0, branches);
        for (var i = 0; i < branches; i++)
        {
            statement.AppendLiteral(_branches[i]);
            if (i < keys.Length)
            {
                statement.AppendFormatted(keys[i]);
            }
            else
            {
                statement.AppendNull(typeof(TKey));
            }
        }

        return statement;
    }
}
