using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Keys;

/// <summary>
/// Inserts of one row each, and the keys that the database generates for them. A key is the value of its only column, or an array of the
/// parts of several, each as the row's member has it.
/// </summary>
internal sealed class KeyedInsert<T>
{
    private readonly TableMap<T> _map;
    private readonly SqlDialect _dialect;
    private readonly RenderedText _text = new();
    private readonly SqlStatement _head;
    private readonly SqlStatement? _tail;
    private readonly SqlStatement _table;
    private int _part = -1;

    public KeyedInsert(TableMap<T> map, DatabaseProvider provider)
    {
        _map = map;
        _dialect = provider.Dialect;
        _table = SqlStatement.Raw(provider.Quote(map.Table));
        _head = SqlStatement.Raw(InsertSql.Head(provider, map) + " values ");
        _tail = _dialect.SupportsReturning
            ? SqlStatement.Raw($" returning {string.Join(", ", map.Keys.Select(c => _dialect.QuoteIdentifier(c.Column)))}")
            : null;
    }

    /// <summary>The table, for messages.</summary>
    public SqlStatement Table => _table;

    /// <summary>What makes an insert give its key back; null where the database says the number when asked.</summary>
    public SqlStatement? Tail => _tail;

    /// <summary>Throws where the database would not tell the keys.</summary>
    /// <exception cref="MappingException">They are not known after an insert.</exception>
    public void Check() => _ = _tail is null ? Part : 0;

    /// <summary>An insert of a row, which gives its key back where the database can do that.</summary>
    public SqlStatement Of(T row)
    {
        var statement = new SqlStatement(0, (2 * _map.Inserted.Count) + 3) { Rendered = _text };
        statement.AppendFormatted(_head);
        RowParameters.Append(statement, row, _map.Inserted);
        statement.AppendFormatted(_tail);
        return statement;
    }

    /// <summary>Reads the key that a result's current row is.</summary>
    public object Read(DbDataReader reader)
    {
        var keys = _map.Keys;
        if (keys.Count == 1)
        {
            return KeyValue.Read(keys[0], reader, 0)!;
        }

        var parts = new object?[keys.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = KeyValue.Read(keys[i], reader, i);
        }

        return parts;
    }

    /// <summary>The key of a row that was inserted, of which the database says one part.</summary>
    /// <param name="row">The row.</param>
    /// <param name="number">The number that the database says; 0 where it has generated nothing.</param>
    /// <param name="isStored">Whether the row remains stored if its key is unknown.</param>
    /// <exception cref="InvalidOperationException">The key is unknown, or does not fit the member's type.</exception>
    public object WithNumber(T row, long number, bool isStored)
    {
        var keys = _map.Keys;
        var generated = GeneratedKey.Of(KeyValue.SentType(keys[Part]), number, _table, isStored);
        var value = keys[Part].Conversion is { } conversion ? conversion.FromColumn(generated)! : generated;
        if (keys.Count == 1)
        {
            return value;
        }

        var parts = new object?[keys.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = i == Part ? value : KeyValue.Of(keys[i], keys[i].ValueOf(row));
        }

        return parts;
    }

    private int Part => _part < 0 ? _part = GeneratedKey.PartOf(_map.Keys, _dialect, _table) : _part;
}
