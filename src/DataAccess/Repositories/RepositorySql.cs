namespace DataAccess;

/// <summary>The statements of a repository, made from its table's map. Names are quoted, values are parameters.</summary>
internal sealed class RepositorySql<TEntity>
{
    private readonly TableMap<TEntity> _map;
    private readonly SqlStatement _insertHead;
    private readonly SqlStatement[] _assignments;

    public RepositorySql(TableMap<TEntity> map, DatabaseProvider provider)
    {
        _map = map;
        var key = map.Key
            ?? throw new MappingException(
                $"{typeof(TEntity).Name} has no key, which a repository needs. Mark a property with [Key], or name it Id.");
        string Quote(string name) => provider.Dialect.QuoteIdentifier(name);
        Table = SqlStatement.Raw(provider.Quote(map.Table));
        Key = SqlStatement.Raw(Quote(key.Column));
        IsKeyGenerated = key.IsGenerated;
        Select = SqlStatement.Raw($"select {string.Join(", ", map.Columns.Select(c => Quote(c.Column)))} from {provider.Quote(map.Table)}");
        _insertHead = SqlStatement.Raw(
            $"insert into {provider.Quote(map.Table)} ({string.Join(", ", map.Inserted.Select(c => Quote(c.Column)))}) values (");
        _assignments = [.. Updated.Select((c, i) => SqlStatement.Raw($"{(i == 0 ? "" : ", ")}{Quote(c.Column)} = "))];
    }

    public SqlStatement Table { get; }

    public SqlStatement Key { get; }

    public bool IsKeyGenerated { get; }

    /// <summary><c>select</c> all columns <c>from</c> the table.</summary>
    public SqlStatement Select { get; }

    private IEnumerable<ColumnMap<TEntity>> Updated => _map.Inserted.Where(static c => !c.IsKey);

    public SqlStatement Insert(TEntity entity)
    {
        var statement = new SqlStatement(0, (2 * _map.Inserted.Count) + 1);
        statement.AppendFormatted(_insertHead);
        for (var i = 0; i < _map.Inserted.Count; i++)
        {
            if (i > 0)
            {
                statement.AppendLiteral(", ");
            }

            _map.Inserted[i].AppendTo(statement, entity);
        }

        statement.AppendLiteral(")");
        return statement;
    }

    /// <exception cref="MappingException">The table has no column beside its key.</exception>
    public SqlStatement Update(TEntity entity)
    {
        if (_assignments.Length == 0)
        {
            throw new MappingException($"{typeof(TEntity).Name} has no column beside its key, so there is nothing to update.");
        }

        var assignments = new SqlStatement(0, 2 * _assignments.Length);
        var index = 0;
        foreach (var column in Updated)
        {
            assignments.AppendFormatted(_assignments[index++]);
            column.AppendTo(assignments, entity);
        }

        var statement = new SqlStatement(0, 5);
        statement.AppendLiteral("update ");
        statement.AppendFormatted(Table);
        statement.AppendLiteral(" set ");
        statement.AppendFormatted(assignments);
        statement.AppendLiteral(" where ");
        statement.AppendFormatted(Key);
        statement.AppendLiteral(" = ");
        _map.Key!.AppendTo(statement, entity);
        return statement;
    }

    /// <exception cref="MappingException">The repository's key type is not the key column's.</exception>
    public TKey KeyOf<TKey>(TEntity entity)
    {
        var value = new SqlStatement(0, 1);
        _map.Key!.AppendTo(value, entity);
        return value.Segments[0].Value is TKey key
            ? key
            : throw new MappingException(
                $"The key {typeof(TEntity).Name}.{_map.Key.Member} is {_map.Key.Type.Name} and the repository's key type is {typeof(TKey).Name}.");
    }
}
