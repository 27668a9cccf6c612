using System.Text;
using DataAccess.Sql;

namespace DataAccess.Repositories;

/// <summary>The statements that find rows by keys which are sent as arrays, one for each column of the key.</summary>
internal sealed class KeyArrays
{
    private readonly SqlStatement[] _heads;
    private readonly SqlStatement _positionTail;
    private readonly SqlStatement _anyTail;
    private readonly SqlStatement[] _anyHeads;

    /// <param name="dialect">The dialect.</param>
    /// <param name="table">The table, quoted.</param>
    /// <param name="columns">All its columns, quoted.</param>
    /// <param name="keys">The key's columns, quoted.</param>
    public KeyArrays(SqlDialect dialect, string table, string columns, string[] keys)
    {
        // The first part gives no row. It makes the server take each list for what its column is compared with, as it does
        // for a single key; only then is the list's type known, which unnest has to know.
        string Quote(string name) => dialect.QuoteIdentifier(name);
        var (none, list, position) = (Quote("~t"), Quote("~k"), Quote("~n"));
        var values = keys.Select((_, i) => Quote(i == 0 ? "~v" : Invariant($"~v{i}"))).ToArray();
        var parameters = new StringBuilder();
        for (var i = 0; i < keys.Length; i++)
        {
            parameters.Append(i == 0 ? "" : ", ");
            dialect.AppendParameter(parameters, i);
        }

        SqlStatement[] Heads(string first) => [.. keys.Select((key, i) => SqlStatement.Raw($"{(i == 0 ? first : " and ")}{key} in "))];
        var ofList = string.Join(", ", values);
        var ofValues = string.Join(", ", values.Select(value => $"{list}.{value}"));
        _heads = Heads($"select {columns}, {position} from (select from {table} where ");
        _positionTail = SqlStatement.Raw(
            $" limit 0) {none} right join unnest({parameters}) with ordinality {list} ({ofList}, {position}) on true "
            + $"join {table} on {string.Join(" and ", keys.Zip(values, (key, value) => $"{key} = {list}.{value}"))}");
        _anyHeads = Heads($"({string.Join(", ", keys)}) in (select {ofValues} from (select from {table} where ");
        _anyTail = SqlStatement.Raw($" limit 0) {none} right join unnest({parameters}) {list} ({ofList}) on true)");
    }

    public SqlStatement ByPosition<TKey>(TKey[] keys)
    {
        var statement = new SqlStatement(0, 3);
        statement.AppendFormatted(_heads[0]);
        statement.AppendFormatted(keys);
        statement.AppendFormatted(_positionTail);
        return statement;
    }

    public SqlStatement ByPosition(object?[][] parts) => Of(_heads, parts, _positionTail);

    public SqlStatement IsAnyOf(object?[][] parts) => Of(_anyHeads, parts, _anyTail);

    private static SqlStatement Of(SqlStatement[] heads, object?[][] parts, SqlStatement tail)
    {
        var statement = new SqlStatement(0, (2 * parts.Length) + 1);
        for (var i = 0; i < parts.Length; i++)
        {
            statement.AppendFormatted(heads[i]);
            statement.AppendStored(parts[i]);
        }

        statement.AppendFormatted(tail);
        return statement;
    }
}
