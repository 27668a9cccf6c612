using System.Globalization;
using System.Numerics;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Repositories;

/// <summary>The statements that find rows by key: alone, by a list, or by a list with each row's position in it.</summary>
internal sealed class KeyedSql<TEntity>
    where TEntity : notnull
{
    /// <summary>How many keys one statement asks for where each has a select of its own: few enough for every parser. SQLite takes 500.</summary>
    public const int MaxBranches = 64;

    // How many keys of several columns a condition names one by one: it is as deep as there are, and SQLite takes 1,000.
    private const int MaxAlternatives = 256;

    private readonly string _byKeyHead;
    private readonly RenderedText _byKey = new();
    private readonly string[] _equals;
    private readonly string _firstOfSeveral;
    private readonly string _otherOfSeveral;
    private readonly string[] _branches = [];
    private readonly KeyArrays? _arrays;

    public KeyedSql(TableMap<TEntity> map, DatabaseProvider provider)
    {
        var dialect = provider.Dialect;
        var columns = string.Join(", ", map.Columns.Select(c => dialect.QuoteIdentifier(c.Column)));
        Table = provider.Quote(map.Table);
        Source = SqlStatement.Raw(Table);
        Name = SqlStatement.Raw(dialect.QuoteIdentifier(map.Table.Name));
        var keys = map.Keys.Select(c => dialect.QuoteIdentifier(c.Column)).ToArray();
        _equals = [.. keys.Select(static (key, i) => $"{(i == 0 ? "" : " and ")}{key} = ")];
        _firstOfSeveral = "(" + _equals[0];
        _otherOfSeveral = " or " + _equals[0];
        Key = SqlStatement.Raw(keys[0]);
        SelectFrom = SqlStatement.Raw($"select {columns} from ");
        Select = SqlStatement.Raw($"select {columns} from {Table}");
        _byKeyHead = $"select {columns} from {Table} where {_equals[0]}";
        KeyOrdinals = [.. map.Keys.Select(key => map.Columns.TakeWhile(column => column != key).Count())];
        if (dialect.SendsListsAsArrays)
        {
            _arrays = new KeyArrays(dialect, Table, columns, keys);
        }
        else
        {
            var position = dialect.QuoteIdentifier("~n");
            _branches = [.. Enumerable.Range(1, MaxBranches).Select(n => string.Create(
                CultureInfo.InvariantCulture,
                $"{(n == 1 ? "" : " union all ")}select {columns}, {n} as {position} from {Table} where {_equals[0]}"))];
        }
    }

    public string Table { get; }

    /// <summary>The table, as a fragment.</summary>
    public SqlStatement Source { get; }

    /// <summary>The table's name without its schema, by which a condition may name it.</summary>
    public SqlStatement Name { get; }

    /// <summary>The key's first column, which is the key if it has one.</summary>
    public SqlStatement Key { get; }

    /// <summary><c>select</c> all columns <c>from</c>.</summary>
    public SqlStatement SelectFrom { get; }

    /// <summary><c>select</c> all columns <c>from</c> the table.</summary>
    public SqlStatement Select { get; }

    /// <summary>What comes before the value of each of the key's columns in a condition: <c>a = </c>, <c> and b = </c>.</summary>
    public IReadOnlyList<string> Conditions => _equals;

    /// <summary>Where the key's columns are among the columns.</summary>
    public int[] KeyOrdinals { get; }

    /// <summary>How many keys a list has at most.</summary>
    public int MaxListed(int most) => _equals.Length == 1 || _arrays is not null ? most : Math.Min(most, MaxAlternatives);

    /// <summary>The row of a key.</summary>
    public SqlStatement ByKey<TKey>(KeyShape<TEntity, TKey> shape, TKey key, SqlStatement? filter)
        where TKey : notnull
        => WithKey(_byKeyHead, shape, key, filter, _byKey);

    /// <summary>A statement that ends with a key and the filter.</summary>
    /// <param name="head">What comes before the value of the key's first column.</param>
    /// <param name="shape">How the key stands for its columns.</param>
    /// <param name="key">The key.</param>
    /// <param name="filter">A condition of the row besides its key, or null.</param>
    /// <param name="rendered">Where the text is kept if there is no filter.</param>
    public SqlStatement WithKey<TKey>(string head, KeyShape<TEntity, TKey> shape, TKey key, SqlStatement? filter, RenderedText rendered)
        where TKey : notnull
    {
        var statement = new SqlStatement(0, shape.Columns.Count + (filter is null ? 0 : 2)) { Rendered = filter is null ? rendered : null };
        statement.AppendLiteral(head);
        AppendParts(statement, shape, key);
        AppendFilter(statement, filter);
        return statement;
    }

    /// <summary>The condition that a row has a key.</summary>
    public SqlStatement Is<TKey>(KeyShape<TEntity, TKey> shape, TKey key)
        where TKey : notnull
    {
        var statement = new SqlStatement(0, shape.Columns.Count);
        statement.AppendLiteral(_equals[0]);
        AppendParts(statement, shape, key);
        return statement;
    }

    /// <summary>The condition that a row has any of some keys. It begins the statement's parameters.</summary>
    public SqlStatement IsAnyOf<TKey>(KeyShape<TEntity, TKey> shape, TKey[] keys)
        where TKey : notnull
        => _equals.Length == 1 ? InList(shape, keys) : _arrays is not null ? _arrays.IsAnyOf(PartsOf(shape, keys)) : IsOneOf(shape, keys);

    private SqlStatement InList<TKey>(KeyShape<TEntity, TKey> shape, TKey[] keys)
        where TKey : notnull
        => shape.Columns[0].Conversion is null ? $"{Key} in {keys}" : InList(PartsOf(shape, keys)[0]);

    private SqlStatement InList(object?[] stored)
    {
        SqlStatement statement = $"{Key} in ";
        statement.AppendStored(stored);
        return statement;
    }

    /// <summary>
    /// The rows of all keys, each with the position of its key, from 1, in the last column. The database compares as it does
    /// for a single key: types, collations and indexes are those of the column.
    /// </summary>
    public SqlStatement ByPosition<TKey>(KeyShape<TEntity, TKey> shape, TKey[] keys)
        where TKey : notnull
        => _arrays is null ? EachAlone(shape, keys) : _equals.Length == 1 && shape.Columns[0].Conversion is null ? _arrays.ByPosition(keys) : _arrays.ByPosition(PartsOf(shape, keys));

    /// <summary>Appends a condition that comes after others.</summary>
    public static void AppendFilter(SqlStatement statement, SqlStatement? filter) => AppendCondition(statement, " and (", filter);

    /// <summary>Appends a condition.</summary>
    /// <param name="statement">What comes before it.</param>
    /// <param name="head">What comes between, with the opening parenthesis.</param>
    /// <param name="filter">The condition; null appends nothing.</param>
    public static void AppendCondition(SqlStatement statement, string head, SqlStatement? filter)
    {
        if (filter is not null)
        {
            statement.AppendLiteral(head);
            statement.AppendFormatted(filter);

            // It may end with a comment.
            statement.AppendLiteral("\n)");
        }
    }

    private static object?[][] PartsOf<TKey>(KeyShape<TEntity, TKey> shape, TKey[] keys)
        where TKey : notnull
        => [.. shape.Columns.Select((_, i) => Array.ConvertAll(keys, key => (object?)shape.PartOf(key, i)))];

    private void AppendParts<TKey>(SqlStatement statement, KeyShape<TEntity, TKey> shape, TKey key)
        where TKey : notnull
    {
        shape.Append(statement, key, 0);
        for (var i = 1; i < _equals.Length; i++)
        {
            statement.AppendLiteral(_equals[i]);
            shape.Append(statement, key, i);
        }
    }

    /// <summary>Each key by itself. Rounded up to a power of two by repeating the last, so that few texts are prepared.</summary>
    private SqlStatement IsOneOf<TKey>(KeyShape<TEntity, TKey> shape, TKey[] keys)
        where TKey : notnull
    {
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)keys.Length);
        var statement = new SqlStatement(0, places * _equals.Length);
        for (var i = 0; i < places; i++)
        {
            statement.AppendLiteral(i == 0 ? _firstOfSeveral : _otherOfSeveral);
            AppendParts(statement, shape, keys[Math.Min(i, keys.Length - 1)]);
        }

        statement.AppendLiteral(")");
        return statement;
    }

    /// <summary>A select for each key. Rounded up to a power of two with selects that find nothing, so that few texts are prepared.</summary>
    private SqlStatement EachAlone<TKey>(KeyShape<TEntity, TKey> shape, TKey[] keys)
        where TKey : notnull
    {
        var branches = (int)BitOperations.RoundUpToPowerOf2((uint)keys.Length);
        var statement = new SqlStatement(0, branches * _equals.Length);
        for (var i = 0; i < branches; i++)
        {
            statement.AppendLiteral(_branches[i]);
            if (i < keys.Length)
            {
                AppendParts(statement, shape, keys[i]);
            }
            else
            {
                AppendNulls(statement, shape.SentTypes);
            }
        }

        return statement;
    }

    private void AppendNulls(SqlStatement statement, IReadOnlyList<Type> types)
    {
        statement.AppendNull(types[0]);
        for (var i = 1; i < _equals.Length; i++)
        {
            statement.AppendLiteral(_equals[i]);
            statement.AppendNull(types[i]);
        }
    }
}
