using DataAccess.Mapping;
using DataAccess.MySql.Sessions;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Inserting;

/// <summary>
/// Inserts rows that have enums: by name into columns that are an <c>enum</c> or a <c>set</c>, for which the number would be the position of a name, and
/// by number into all others. The columns are looked up before the first batch.
/// </summary>
internal sealed class MySqlNamedInserter<T>(DatabaseProvider provider, TableMap<T> map, Func<TableMap<T>, BatchInserter<T>> create) : BatchInserter<T>
    where T : notnull
{
    private readonly string _describe =
        $"select {string.Join(", ", map.Inserted.Select(c => provider.Dialect.QuoteIdentifier(c.Column)))} from {provider.Quote(map.Table)} limit 0";

    private readonly BatchInserter<T> _unknown = create(map);
    private volatile BatchInserter<T>? _known;

    public override long StatementLimit => (_known ?? _unknown).StatementLimit;

    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _known ??= create(await NamedAsync((MySqlConnection)connection.Connection, MySqlCommandTimeout.For(attempt), cancellationToken).ConfigureAwait(false));
        await _known.InsertAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
        => _unknown.CheckTableAsync(connection, withLedger, cancellationToken);

    public override int FindRejected(Exception exception, ReadOnlySpan<T> rows) => (_known ?? _unknown).FindRejected(exception, rows);

    /// <summary>The map with the names of those enums whose columns take them.</summary>
    private async ValueTask<TableMap<T>> NamedAsync(MySqlConnection connection, int timeoutSeconds, CancellationToken cancellationToken)
    {
        HashSet<ColumnMap<T>> named;
        var command = new MySqlCommand(_describe, connection) { CommandTimeout = timeoutSeconds };
        await using (command.ConfigureAwait(false))
        {
            var columns = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (columns.ConfigureAwait(false))
            {
                named = [.. map.Inserted.Where((column, i) => columns.GetDataTypeName(i) is "ENUM" or "SET")];
            }
        }

        return named.Count == 0 ? map : new TableMap<T>(map.Table, [.. map.Columns.Select(column => named.Contains(column) ? column.ByName() : column)]);
    }
}
