using DataAccess.Mapping;
using DataAccess.Providers;

namespace DataAccess.Repositories.Paging;

/// <summary>
/// Values that a database without a type for them may have stored as one of two texts, such as identifiers in upper or in lower case. By order they are
/// compared as the row has them; if it is gone, as another row of the table has them.
/// </summary>
/// <param name="map">The table.</param>
/// <param name="provider">Its database.</param>
/// <param name="keys">Where the key's columns are among the values.</param>
internal sealed class StoredText<TEntity>(TableMap<TEntity> map, DatabaseProvider provider, int[] keys)
{
    /// <summary>Appends a value of a row of the table as it is stored; false if it has one text only.</summary>
    /// <param name="statement">What comes before it.</param>
    /// <param name="name">The column's name, quoted.</param>
    /// <param name="column">The value's position.</param>
    /// <param name="values">The row's values by which it is sorted, all of its key among them.</param>
    /// <param name="append">Appends one of them.</param>
    public bool TryAppend(SqlStatement statement, string name, int column, object?[] values, Action<SqlStatement, int, object?[]> append)
    {
        if (values[column] is not { } value || provider.Dialect.OtherTextOf(value.GetType(), "?") is not { } other)
        {
            return false;
        }

        var table = provider.Quote(map.Table);
        statement.AppendLiteral($"coalesce((select {name} from {table} where ");
        for (var i = 0; i < keys.Length; i++)
        {
            statement.AppendLiteral($"{(i == 0 ? "" : " and ")}{provider.Dialect.QuoteIdentifier(map.Keys[i].Column)} = ");
            append(statement, keys[i], values);
        }

        var parts = other.Split('?');
        statement.AppendLiteral(
            $" limit 1), case when (select {name} = {provider.Dialect.OtherTextOf(value.GetType(), name)} from (select {name} from {table} where {name} is not null limit 1)) then {parts[0]}");
        append(statement, column, values);
        statement.AppendLiteral($"{parts[1]} else ");
        append(statement, column, values);
        statement.AppendLiteral(" end)");
        return true;
    }
}
