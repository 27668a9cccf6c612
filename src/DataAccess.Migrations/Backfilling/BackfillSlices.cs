using DataAccess.Mapping;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Backfilling;

/// <summary>Cuts a table's keys into slices, by looking up the ends of the next one. Needs an index on the key, but no numbers without gaps.</summary>
internal sealed class BackfillSlices(MigrationSession session, BackfillDirective backfill)
{
    private readonly SqlStatement _table = SqlStatement.Raw(session.Provider.Quote(new TableName(backfill.Table.Name, backfill.Table.Schema)));
    private readonly SqlStatement _key = SqlStatement.Identifier(backfill.Key);
    private readonly SqlStatement _offset = SqlStatement.Raw(Invariant($"{backfill.Batch - 1}"));

    public async ValueTask<bool> HasRowsWithoutKeyAsync(CancellationToken cancellationToken)
        => await KeyAsync($"select 1 from {_table} where {_key} is null limit 1", cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The table's first key, or null where it is empty.</summary>
    public ValueTask<object?> FirstAsync(CancellationToken cancellationToken)
        => KeyAsync($"select {_key} from {_table} order by {_key} limit 1", cancellationToken);

    /// <summary>The table's last key now. Later rows are written by programs that already fill the column.</summary>
    public ValueTask<object?> LastAsync(CancellationToken cancellationToken)
        => KeyAsync($"select {_key} from {_table} order by {_key} desc limit 1", cancellationToken);

    /// <summary>The first and last key of the next slice; null where nothing is left.</summary>
    public async ValueTask<(object From, object To)?> NextAsync(object? after, object last, CancellationToken cancellationToken)
    {
        SqlStatement left = $"{_key} <= {last}";
        if (after is not null)
        {
            left = $"{left} and {_key} > {after}";
        }

        var from = await KeyAsync($"select {_key} from {_table} where {left} order by {_key} limit 1", cancellationToken).ConfigureAwait(false);
        if (from is null)
        {
            return null;
        }

        var to = await KeyAsync($"select {_key} from {_table} where {left} order by {_key} limit 1 offset {_offset}", cancellationToken).ConfigureAwait(false);
        return (from, to ?? last);
    }

    private async ValueTask<object?> KeyAsync(SqlStatement query, CancellationToken cancellationToken)
    {
        var keys = await session.QueryAsync(query, static reader => reader.GetValue(0), cancellationToken).ConfigureAwait(false);
        return keys.Count > 0 && keys[0] is not DBNull ? keys[0] : null;
    }
}
