using DataAccess.Mapping;
using DataAccess.Providers;

namespace DataAccess.Repositories.Paging;

/// <summary>The order of a table's rows, and which come after another in it.</summary>
internal sealed class PageSql<TEntity>
{
    private readonly OrderedColumn<TEntity>[] _columns;
    private readonly bool _endsWithNulls;
    private readonly bool _comparesRows;
    private readonly StoredText<TEntity> _stored;

    /// <param name="map">The table.</param>
    /// <param name="provider">Its database.</param>
    /// <param name="order">By which the rows are sorted before their keys; empty for the keys alone.</param>
    /// <exception cref="ArgumentException">A member of the order has no column.</exception>
    public PageSql(TableMap<TEntity> map, DatabaseProvider provider, IReadOnlyList<OrderedMember> order)
    {
        var dialect = provider.Dialect;
        OrderedColumn<TEntity> Ordered(ColumnMap<TEntity> column, bool isDescending)
            => new(column, dialect.QuoteIdentifier(column.Column), isDescending, column is { IsKey: false, AcceptsNull: true } && dialect.SortsNullsLast != isDescending);

        ColumnMap<TEntity> ColumnOf(string member)
            => map.Columns.FirstOrDefault(c => string.Equals(c.Member, member, StringComparison.Ordinal))
                ?? throw new ArgumentException($"{typeof(TEntity).Name}.{member} has no column by which rows could be sorted.", nameof(order));

        var sorted = order.Select(m => Ordered(ColumnOf(m.Name), m.IsDescending)).DistinctBy(static c => c.Map).ToList();
        var isDescending = sorted.Count > 0 && sorted[^1].IsDescending;
        _columns = [.. sorted, .. map.Keys.Except(sorted.Select(static c => c.Map)).Select(key => Ordered(key, isDescending))];
        _endsWithNulls = _columns[0].MayEndWithNulls;
        _columns[0] = _columns[0] with { MayEndWithNulls = false };
        _comparesRows = dialect.ComparesRowsByIndex && _columns.All(c => c.IsDescending == _columns[0].IsDescending && !c.MayEndWithNulls);
        _stored = new StoredText<TEntity>(map, provider, [.. map.Keys.Select(key => Array.FindIndex(_columns, c => c.Map == key))]);
        OrderBy = SqlStatement.Raw(" order by " + string.Join(", ", _columns.Select(static c => c.IsDescending ? c.Name + " desc" : c.Name)));
    }

    public SqlStatement OrderBy { get; }

    /// <summary>The values of a row by which it is sorted.</summary>
    public object?[] ValuesOf(TEntity row) => Array.ConvertAll(_columns, column => column.Map.ValueOf(row));

    /// <summary>
    /// The conditions of rows that come after the one with some values: all that fit the first are before all that fit the second. The nulls at the end of the
    /// first column are read by themselves, as an index is not entered at a value and at its nulls at once.
    /// </summary>
    /// <param name="values">The values; null for all rows, which is one condition that is null.</param>
    public IReadOnlyList<SqlStatement?> After(object?[]? values)
    {
        if (values is null)
        {
            return [null];
        }

        var statement = new SqlStatement(0, 2 * values.Length * values.Length);
        if (_comparesRows && values.All(static value => value is not null))
        {
            AppendRow(statement, values);
        }
        else
        {
            AppendAlternatives(statement, values);
        }

        return _endsWithNulls && values[0] is not null ? [statement, SqlStatement.Raw($"{_columns[0].Name} is null")] : [statement];
    }

    /// <summary><c>(a, b) > (x, y)</c>.</summary>
    private void AppendRow(SqlStatement statement, object?[] values)
    {
        statement.AppendLiteral($"({string.Join(", ", _columns.Select(static c => c.Name))}) {_columns[0].After} (");
        for (var i = 0; i < values.Length; i++)
        {
            statement.AppendLiteral(i == 0 ? "" : ", ");
            AppendValue(statement, i, values);
        }

        statement.AppendLiteral(")");
    }

    /// <summary><c>a > x or a = x and b > y</c>, with <c>a >= x</c> before it, by which an index is entered.</summary>
    private void AppendAlternatives(SqlStatement statement, object?[] values)
    {
        var first = _columns[0];
        if (values.Length > 1 && values[0] is not null)
        {
            statement.AppendLiteral($"{first.Name} {first.After}= ");
            AppendValue(statement, 0, values);
            statement.AppendLiteral(" and ");
        }

        statement.AppendLiteral("(");
        var isLater = false;
        for (var i = 0; i < values.Length; i++)
        {
            // After the nulls at the end comes nothing.
            if (values[i] is not null || !(i == 0 ? _endsWithNulls : _columns[i].MayEndWithNulls))
            {
                statement.AppendLiteral(isLater ? " or (" : "(");
                AppendAlternative(statement, i, values);
                statement.AppendLiteral(")");
                isLater = true;
            }
        }

        statement.AppendLiteral(")");
    }

    /// <summary>Rows that have the same values before a column, and a later one in it.</summary>
    private void AppendAlternative(SqlStatement statement, int last, object?[] values)
    {
        for (var i = 0; i < last; i++)
        {
            statement.AppendLiteral(_columns[i].Name + (values[i] is null ? " is null and " : " = "));
            if (values[i] is not null)
            {
                Append(statement, i, values);
                statement.AppendLiteral(" and ");
            }
        }

        var column = _columns[last];
        if (values[last] is null)
        {
            statement.AppendLiteral(column.Name + " is not null");
            return;
        }

        statement.AppendLiteral($"{(column.MayEndWithNulls ? "(" : "")}{column.Name} {column.After} ");
        AppendValue(statement, last, values);
        statement.AppendLiteral(column.MayEndWithNulls ? $" or {column.Name} is null)" : "");
    }

    /// <summary>Appends a value that is compared by order.</summary>
    private void AppendValue(SqlStatement statement, int column, object?[] values)
    {
        if (!_stored.TryAppend(statement, _columns[column].Name, column, values, Append))
        {
            Append(statement, column, values);
        }
    }

    private void Append(SqlStatement statement, int column, object?[] values)
    {
        // A key's part may be the enum itself, whose number a column has. A text may be a name of such a column, too.
        var value = values[column];
        statement.AppendNumber(value, value is Enum ? value.GetType() : value is string ? typeof(string) : _columns[column].Map.EnumType);
    }
}
