using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Keys;

/// <summary>The statements of a writer's rows that are sent one by one: inserts, updates and deletes by key, and the questions why one changed nothing.</summary>
internal sealed class ChangeSql<T>
{
    private readonly TableMap<T> _map;
    private readonly ColumnMap<T>[] _updated;
    private readonly RenderedText[] _texts = [new(), new(), new(), new(), new()];
    private readonly SqlStatement _insertHead;
    private readonly SqlStatement? _insertTail;
    private readonly SqlStatement[] _assignments;
    private readonly SqlStatement _updateTail;
    private readonly SqlStatement _deleteHead;
    private readonly SqlStatement _findHead;
    private readonly SqlStatement[] _conditions;
    private readonly SqlStatement? _version;
    private readonly SqlStatement? _forUpdate;

    public ChangeSql(TableMap<T> map, DatabaseProvider provider, ConflictAction onConflict)
    {
        string Quote(ColumnMap<T> column) => provider.Dialect.QuoteIdentifier(column.Column);
        _map = map;
        _updated = [.. Updated(map)];
        Table = provider.Quote(map.Table);
        _insertHead = SqlStatement.Raw(InsertSql.Head(provider, map) + " values ");
        _insertTail = OrNull(InsertSql.Tail(provider, map, onConflict));
        _assignments = [.. _updated.Select((c, i) => SqlStatement.Raw($"{(i == 0 ? $"update {Table} set " : ", ")}{Quote(c)} = "))];
        _updateTail = SqlStatement.Raw(map.Version is { } version ? $", {Quote(version)} = {Quote(version)} + 1 where " : " where ");
        _version = map.Version is null ? null : SqlStatement.Raw($" and {Quote(map.Version)} = ");
        _deleteHead = SqlStatement.Raw($"delete from {Table} where ");
        _findHead = SqlStatement.Raw($"select 1 from {Table} where ");
        _conditions = [.. map.Keys.Select((c, i) => SqlStatement.Raw($"{(i == 0 ? "" : " and ")}{Quote(c)} = "))];
        _forUpdate = OrNull(provider.Dialect.ForUpdate);
        MayYield = InsertSql.MayYield(map, onConflict);
    }

    /// <summary>The table, for messages.</summary>
    public string Table { get; }

    /// <summary>Whether an insert may store nothing because its row yields to another.</summary>
    public bool MayYield { get; }

    public bool HasVersion => _version is not null;

    /// <exception cref="MappingException">Rows of this kind cannot be changed.</exception>
    public static void Check(TableMap<T> map, RowChange change)
    {
        if (map.Keys.Count == 0)
        {
            throw new MappingException($"{typeof(T).Name} has no key, so it is not known which row of '{map.Table}' to change. Mark a property with [Key], or name it Id.");
        }

        if (change == RowChange.Update && !Updated(map).Any())
        {
            throw new MappingException($"{typeof(T).Name} has no column other than its key, so there is nothing to update.");
        }
    }

    public static ConcurrencyConflictException Conflict(TableMap<T> map, T row)
        => new($"The row {string.Join(", ", map.Keys.Select(c => KeyValue.Of(c, c.ValueOf(row))))} of '{map.Table}' was changed by another writer since it was read. Nothing was written; read it again.");

    public SqlStatement Of(T row, RowChange change) => change switch
    {
        RowChange.Update => Update(row),
        RowChange.Delete => Delete(row),
        _ => Insert(row),
    };

    /// <summary>Asks for the row with a row's key.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isHeld">Whether nobody else may change it until the transaction has ended.</param>
    public SqlStatement Find(T row, bool isHeld)
    {
        var statement = WithKey(_findHead, row, isHeld ? _texts[2] : _texts[3]);
        statement.AppendFormatted(isHeld ? _forUpdate : null);
        return statement;
    }

    /// <summary>Asks for the row with a row's key and version.</summary>
    public SqlStatement FindVersion(T row)
    {
        var statement = WithKey(_findHead, row, _texts[4]);
        AppendVersion(statement, row);
        return statement;
    }

    private SqlStatement Insert(T row)
    {
        var statement = new SqlStatement(0, (2 * _map.Inserted.Count) + 3);
        statement.AppendFormatted(_insertHead);
        RowParameters.Append(statement, row, _map.Inserted);
        statement.AppendFormatted(_insertTail);
        return statement;
    }

    private SqlStatement Update(T row)
    {
        var statement = new SqlStatement(0, (2 * _updated.Length) + (2 * _conditions.Length) + 3) { Rendered = _texts[0] };
        for (var i = 0; i < _updated.Length; i++)
        {
            statement.AppendFormatted(_assignments[i]);
            _updated[i].AppendTo(statement, row);
        }

        statement.AppendFormatted(_updateTail);
        AppendKey(statement, row);
        AppendVersion(statement, row);
        return statement;
    }

    private SqlStatement Delete(T row) => WithKey(_deleteHead, row, _texts[1]);

    private SqlStatement WithKey(SqlStatement head, T row, RenderedText text)
    {
        var statement = new SqlStatement(0, (2 * _conditions.Length) + 4) { Rendered = text };
        statement.AppendFormatted(head);
        AppendKey(statement, row);
        return statement;
    }

    private void AppendKey(SqlStatement statement, T row)
    {
        for (var i = 0; i < _conditions.Length; i++)
        {
            statement.AppendFormatted(_conditions[i]);
            _map.Keys[i].AppendTo(statement, row);
        }
    }

    private void AppendVersion(SqlStatement statement, T row)
    {
        if (_version is not null)
        {
            statement.AppendFormatted(_version);
            _map.Version!.AppendTo(statement, row);
        }
    }

    private static SqlStatement? OrNull(string sql) => sql.Length == 0 ? null : SqlStatement.Raw(sql);

    private static IEnumerable<ColumnMap<T>> Updated(TableMap<T> map) => map.Inserted.Where(static c => !c.IsKey && !c.IsVersion);
}
