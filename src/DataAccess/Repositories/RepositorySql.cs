using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using DataAccess.Failures;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Repositories.Paging;
using DataAccess.Sessions;
using DataAccess.Sql;

namespace DataAccess.Repositories;

/// <summary>The statements of a repository, made from its table's map. Names are quoted, values are parameters.</summary>
internal sealed class RepositorySql<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity>
    where TEntity : notnull
{
    private static readonly ConditionalWeakTable<SessionContext, RepositorySql<TEntity>> Known = [];

    private readonly TableMap<TEntity> _map;
    private readonly DatabaseProvider _provider;
    private readonly RenderedText _insert = new();
    private readonly RenderedText _upsert = new();
    private readonly RenderedText _update = new();
    private readonly RenderedText _delete = new();
    private readonly RenderedText _count = new();
    private readonly RenderedText _insertReturning = new();
    private readonly RenderedText _updateReturning = new();
    private readonly RenderedText _deleteReturning = new();
    private readonly SqlStatement _returning;
    private readonly ColumnMap<TEntity>[] _all;
    private readonly SqlStatement _insertHead;
    private readonly SqlStatement _insertAllHead;
    private readonly SqlStatement _upsertTail;
    private readonly ColumnMap<TEntity>[] _updated;
    private readonly SqlStatement[] _assignments;
    private readonly SqlStatement _updateHead;
    private readonly SqlStatement _updateTail;
    private readonly SqlStatement? _versionTail;
    private readonly string _deleteHead;
    private readonly string _countHead;

    private RepositorySql(TableMap<TEntity> map, DatabaseProvider provider)
    {
        _map = map;
        _provider = provider;
        if (map.Keys.Count == 0)
        {
            throw new MappingException(
                $"{typeof(TEntity).Name} has no key, which a repository requires. Mark a property with [Key], or name it Id.");
        }

        string Quote(string name) => provider.Dialect.QuoteIdentifier(name);
        ByKey = new KeyedSql<TEntity>(map, provider);
        Table = ByKey.Source;
        Keyed = new KeyedInsert<TEntity>(map, provider);
        PagedByKey = new PageSql<TEntity>(map, provider, order: []);

        // An upsert names its row by the key, so it sends the key even where an insert leaves it to the database.
        _all = [.. map.Columns.Where(static c => c.IsKey || !c.IsGenerated)];
        _updated = [.. map.Inserted.Where(static c => !c.IsKey && !c.IsVersion)];
        _insertHead = SqlStatement.Raw(InsertSql.Head(provider, map) + " values ");
        _insertAllHead = SqlStatement.Raw(
            $"insert into {provider.Quote(map.Table)} ({string.Join(", ", _all.Select(c => Quote(c.Column)))}) values ");
        _upsertTail = SqlStatement.Raw(" " + provider.Dialect.Upsert([.. map.Keys.Select(static c => c.Column)], [.. _all.Where(static c => !c.IsKey).Select(static c => c.Column)]));
        _assignments = [.. _updated.Select((c, i) => SqlStatement.Raw($"{(i == 0 ? "" : ", ")}{Quote(c.Column)} = "))];
        var (table, keyName) = (ByKey.Table, Quote(map.Keys[0].Column));
        _deleteHead = $"delete from {table} where {keyName} = ";
        _countHead = $"select count(*) from {table} where {keyName} = ";
        _updateHead = SqlStatement.Raw($"update {table} set ");
        _updateTail = SqlStatement.Raw(map.Version is null ? " where " : $", {Quote(map.Version.Column)} = {Quote(map.Version.Column)} + 1 where ");
        _versionTail = map.Version is null ? null : SqlStatement.Raw($" and {Quote(map.Version.Column)} = ");
        _returning = SqlStatement.Raw($"\nreturning {string.Join(", ", map.Columns.Select(c => Quote(c.Column)))}");
        Version = map.Version is null ? null : SqlStatement.Raw(Quote(map.Version.Column));
    }

    /// <summary>The statements of an entity's table in a database, made once: a repository may be made for each transaction.</summary>
    /// <exception cref="MappingException">The type cannot be mapped, or has no key.</exception>
    public static RepositorySql<TEntity> For(SessionContext context)
        => Known.GetValue(context, static context => new RepositorySql<TEntity>(TableMap.With<TEntity>(context.Conversions), context.Provider));

    public SqlStatement Table { get; }

    public SqlStatement? Version { get; }

    /// <summary>Whether the database generates the key, or a part of it.</summary>
    public bool IsKeyGenerated => !_map.SendsKey;

    public bool HasColumnsBesideKey => _all.Length > _map.Keys.Count;

    public int InsertedColumns => _map.Inserted.Count;

    /// <summary><c>select</c> all columns <c>from</c> the table.</summary>
    public SqlStatement Select => ByKey.Select;

    public KeyedSql<TEntity> ByKey { get; }

    /// <summary>Inserts of rows whose keys the database generates.</summary>
    public KeyedInsert<TEntity> Keyed { get; }

    /// <summary>The table's rows in the order of their keys.</summary>
    public PageSql<TEntity> PagedByKey { get; }

    /// <summary>The table's rows in an order of its own.</summary>
    /// <exception cref="ArgumentException">A member of it has no column.</exception>
    public PageSql<TEntity> Paged(PageOrder<TEntity> order) => new(_map, _provider, order.Members);

    /// <summary>The rows that fit a filter, under the table's name, so that any condition may follow.</summary>
    public SqlStatement RowsOf(SqlStatement? filter)
        => filter is null ? Table : $"(select * from {Table} where {filter}\n) {ByKey.Name}";

    /// <summary><c>select</c> all columns <c>from</c> the rows that fit a filter.</summary>
    public SqlStatement SelectFrom(SqlStatement? filter) => filter is null ? Select : $"{ByKey.SelectFrom}{RowsOf(filter)}";

    /// <summary>An insert of one or more rows.</summary>
    public SqlStatement Insert(params ReadOnlySpan<TEntity> entities)
    {
        var statement = new SqlStatement(0, (entities.Length * 2 * _map.Inserted.Count) + 2) { IsOneOff = !IsUsual(entities.Length), Rendered = entities.Length == 1 ? _insert : null };
        statement.AppendFormatted(_insertHead);
        for (var row = 0; row < entities.Length; row++)
        {
            statement.AppendLiteral(row == 0 ? "" : ", ");
            AppendRow(statement, entities[row], _map.Inserted);
        }

        return statement;
    }

    /// <summary>An insert of a row, which gives the stored row back.</summary>
    public SqlStatement InsertReturning(TEntity entity)
    {
        var statement = new SqlStatement(0, (2 * _map.Inserted.Count) + 3) { Rendered = _insertReturning };
        statement.AppendFormatted(_insertHead);
        AppendRow(statement, entity, _map.Inserted);
        statement.AppendFormatted(_returning);
        return statement;
    }

    /// <summary>A change, which gives the row back that it has changed.</summary>
    public SqlStatement Returning(SqlStatement change)
    {
        change.Rendered = change.Rendered is null ? null : _updateReturning;
        change.AppendFormatted(_returning);
        return change;
    }

    /// <summary>Deletes the row with a key, and gives it back.</summary>
    public SqlStatement DeleteReturning<TKey>(KeyShape<TEntity, TKey> shape, TKey key, SqlStatement? filter)
        where TKey : notnull
    {
        var statement = ByKey.WithKey(_deleteHead, shape, key, filter, _deleteReturning);
        statement.AppendFormatted(_returning);
        return statement;
    }

    /// <summary>An insert of some columns of a row, and of its key unless the database generates that; the others take their defaults.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="members">The members whose columns are written.</param>
    /// <param name="returnsKey">Whether it gives the row's key back.</param>
    /// <exception cref="ArgumentException">A member has no column that an insert writes.</exception>
    public SqlStatement Insert(TEntity entity, IReadOnlyList<string> members, bool returnsKey)
    {
        var named = members.Select(member => _map.Inserted.FirstOrDefault(c => string.Equals(c.Member, member, StringComparison.Ordinal))
            ?? throw new ArgumentException(
                $"{typeof(TEntity).Name}.{member} has no column that an insert writes. Name members other than those that the database generates.", nameof(members)));
        ColumnMap<TEntity>[] columns = [.. _map.Keys.Where(static c => !c.IsGenerated).Union(named)];
        var names = string.Join(", ", columns.Select(c => _provider.Dialect.QuoteIdentifier(c.Column)));
        var statement = new SqlStatement(0, (2 * columns.Length) + 3);
        statement.AppendLiteral($"insert into {ByKey.Table} ({names}) values ");
        AppendRow(statement, entity, columns);
        statement.AppendFormatted(returnsKey ? Keyed.Tail : null);
        return statement;
    }

    /// <summary>The version that a row has once it was updated.</summary>
    /// <exception cref="MappingException">It has none.</exception>
    public long NextVersion(TEntity entity)
        => _map.Version is { } version
            ? Convert.ToInt64(version.ValueOf(entity), CultureInfo.InvariantCulture) + 1
            : throw new MappingException($"{typeof(TEntity).Name} has no version. Mark the property that counts its changes with [ConcurrencyCheck].");

    /// <summary>An insert of a row whose key the database generates; it gives its key back where the database can do that.</summary>
    public SqlStatement InsertKeyed(TEntity entity)
    {
        try
        {
            return Keyed.Of(entity);
        }
        catch (RowValueException exception)
        {
            throw RowWriteException.For(RowOutcome.Rejected, exception.ToFailure(), exception);
        }
    }

    public SqlStatement Upsert(TEntity entity)
    {
        var statement = new SqlStatement(0, (2 * _all.Length) + 3) { Rendered = _upsert };
        statement.AppendFormatted(_insertAllHead);
        AppendRow(statement, entity, _all);
        statement.AppendFormatted(_upsertTail);
        return statement;
    }

    /// <summary>An insert of a row with its key, even where an insert leaves that to the database.</summary>
    public SqlStatement InsertWithKey(TEntity entity)
    {
        var statement = new SqlStatement(0, (2 * _all.Length) + 2);
        statement.AppendFormatted(_insertAllHead);
        AppendRow(statement, entity, _all);
        return statement;
    }

    /// <summary>Writes every column but the key, the version as it is, into the row that has the key and fits a filter.</summary>
    public SqlStatement Overwrite(TEntity entity, SqlStatement filter)
    {
        var statement = new SqlStatement(0, 2 * _map.Columns.Count);
        statement.AppendFormatted(_updateHead);
        foreach (var (i, column) in _all.Where(static c => !c.IsKey).Index())
        {
            statement.AppendLiteral(i == 0 ? " " : ", ");
            statement.AppendFormatted(SqlStatement.Identifier(column.Column));
            statement.AppendLiteral(" = ");
            Append(column, statement, entity);
        }

        statement.AppendLiteral(" where ");
        AppendKey(statement, entity);
        KeyedSql<TEntity>.AppendFilter(statement, filter);
        return statement;
    }

    /// <summary>Writes every column but the key; with a version, only over the version that was read.</summary>
    /// <exception cref="MappingException">The table has no column beside its key.</exception>
    public SqlStatement Update(TEntity entity, SqlStatement? filter)
    {
        if (_assignments.Length == 0)
        {
            throw new MappingException($"{typeof(TEntity).Name} has no column other than its key, so there is nothing to update.");
        }

        var statement = new SqlStatement(0, (2 * _assignments.Length) + 8) { Rendered = filter is null ? _update : null };
        statement.AppendFormatted(_updateHead);
        for (var i = 0; i < _updated.Length; i++)
        {
            statement.AppendFormatted(_assignments[i]);
            Append(_updated[i], statement, entity);
        }

        AppendKeyAndVersion(statement, entity);
        KeyedSql<TEntity>.AppendFilter(statement, filter);
        return statement;
    }

    private void AppendKeyAndVersion(SqlStatement statement, TEntity entity)
    {
        statement.AppendFormatted(_updateTail);
        AppendKey(statement, entity);
        if (_versionTail is not null)
        {
            statement.AppendFormatted(_versionTail);
            Append(_map.Version!, statement, entity);
        }
    }

    private void AppendKey(SqlStatement statement, TEntity entity)
    {
        for (var i = 0; i < _map.Keys.Count; i++)
        {
            statement.AppendLiteral(ByKey.Conditions[i]);
            Append(_map.Keys[i], statement, entity);
        }
    }

    /// <summary>Writes some columns; with a version, only over the version that was read.</summary>
    /// <exception cref="ArgumentException">A member has no column that an update writes, or there is none.</exception>
    public SqlStatement Update(TEntity entity, IReadOnlyList<string> members, SqlStatement? filter)
    {
        var statement = new SqlStatement(0, (2 * members.Count) + 8);
        statement.AppendFormatted(_updateHead);
        for (var i = 0; i < members.Count; i++)
        {
            var column = Array.Find(_updated, c => string.Equals(c.Member, members[i], StringComparison.Ordinal))
                ?? throw new ArgumentException(
                    $"{typeof(TEntity).Name}.{members[i]} has no column that an update writes. Name members other than the key, the version and what the database generates.", nameof(members));
            statement.AppendLiteral(i == 0 ? " " : ", ");
            statement.AppendFormatted(SqlStatement.Identifier(column.Column));
            statement.AppendLiteral(" = ");
            Append(column, statement, entity);
        }

        AppendKeyAndVersion(statement, entity);
        KeyedSql<TEntity>.AppendFilter(statement, filter);
        return statement;
    }

    /// <summary>Deletes the row with a key.</summary>
    public SqlStatement Delete<TKey>(KeyShape<TEntity, TKey> shape, TKey key, SqlStatement? filter)
        where TKey : notnull
        => ByKey.WithKey(_deleteHead, shape, key, filter, _delete);

    /// <summary>How many rows have a key.</summary>
    public SqlStatement CountOf<TKey>(KeyShape<TEntity, TKey> shape, TKey key, SqlStatement? filter)
        where TKey : notnull
        => ByKey.WithKey(_countHead, shape, key, filter, _count);

    /// <summary>The condition that a row has the entity's key and its version.</summary>
    public SqlStatement SameVersion(TEntity entity)
    {
        var statement = new SqlStatement(0, _map.Keys.Count + 2);
        AppendKey(statement, entity);
        statement.AppendFormatted(_versionTail);
        Append(_map.Version!, statement, entity);
        return statement;
    }

    /// <summary>How the repository's key type stands for the key's columns.</summary>
    /// <exception cref="MappingException">The repository's key type is not the key's.</exception>
    public KeyShape<TEntity, TKey> ShapeOf<[DynamicallyAccessedMembers(MappedMembers.All)] TKey>()
        where TKey : notnull
        => KeyShapes.Of<TEntity, TKey>(_map);

    /// <summary>Whether rows are often inserted in this number: a few, or a round one. Any other would be a statement to keep of its own.</summary>
    private static bool IsUsual(int rows) => rows <= 8 || rows % 50 == 0 || BitOperations.IsPow2(rows);

    /// <exception cref="RowRejectedException">The entity's own code threw.</exception>
    private static void AppendRow(SqlStatement statement, TEntity entity, IReadOnlyList<ColumnMap<TEntity>> columns)
    {
        try
        {
            RowParameters.Append(statement, entity, columns);
        }
        catch (RowValueException exception)
        {
            throw RowWriteException.For(RowOutcome.Rejected, exception.ToFailure(), exception);
        }
    }

    /// <summary>Whether an entity's value for a column is null.</summary>
    /// <exception cref="RowRejectedException">The entity's own code threw.</exception>
    public static bool IsNull(ColumnMap<TEntity> column, TEntity entity)
    {
        try
        {
            return column.IsNull(entity);
        }
        catch (RowValueException exception)
        {
            throw RowWriteException.For(RowOutcome.Rejected, exception.ToFailure(), exception);
        }
    }

    /// <exception cref="RowRejectedException">The entity's own code threw.</exception>
    private static void Append(ColumnMap<TEntity> column, SqlStatement statement, TEntity entity)
    {
        try
        {
            column.AppendTo(statement, entity);
        }
        catch (RowValueException exception)
        {
            throw RowWriteException.For(RowOutcome.Rejected, exception.ToFailure(), exception);
        }
    }
}
