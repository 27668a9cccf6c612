using DataAccess.Mapping;
using DataAccess.PostgreSql.Sessions;
using DataAccess.Providers;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// For tables with array columns, which <c>unnest</c> would flatten: multi-row inserts with one parameter per value, and a COMMIT once
/// the server has counted as many rows as were sent. A single row is a statement that counts its own rows and is its own transaction.
/// </summary>
internal sealed class PostgreSqlRowsInserter<T>(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict) : BatchInserter<T>
    where T : notnull
{
    // More rows gain little and make the text, and the search for a rejected row, longer.
    private const int MaxRowsPerStatement = 1_000;

    private readonly Type[] _types = [.. map.Inserted.Select(static column => column.Type)];
    private readonly int _rowsPerStatement = Math.Clamp(provider.Dialect.MaxParameters / map.Inserted.Count, 1, MaxRowsPerStatement);
    private readonly LastWriteWins<T>? _latest = onConflict == ConflictAction.Update && map.Keys.Count > 0 ? new LastWriteWins<T>(map.Keys) : null;
    private readonly RowByRow<T> _rowByRow = new(provider, map, onConflict);
    private readonly bool _mayYield = InsertSql.MayYield(map, onConflict);
    private readonly string _single = CountedInsert.Sql(InsertSql.For(provider, map) + InsertSql.Tail(provider, map, onConflict), "1");
    private string _sql = "";
    private int _sqlRows;

    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var postgreSql = (NpgsqlConnection)connection.Connection;
        var rows = _latest is null ? attempt.Rows : _latest.Of(attempt.Rows);
        if (rows.Length == 1 && attempt.BatchId is null && !_mayYield)
        {
            try
            {
                attempt.CommitIsSent();
                await ExecuteAsync(CommandFor(_single, postgreSql, rows), attempt, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exception) when (CountedInsert.HasFailed(exception) || exception.SqlState == PostgresErrorCodes.FeatureNotSupported)
            {
                // A row is missing, or a rule on the table does not support such a statement.
                attempt.CommitIsRolledBack();
            }
        }

        if (!await TryInsertAsync(postgreSql, attempt, rows, cancellationToken).ConfigureAwait(false))
        {
            await _rowByRow.RunAsync(postgreSql, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    public override int FindRejected(Exception exception, ReadOnlySpan<T> rows) => RowByRow<T>.RowOf(exception);

    /// <summary>Returns false, with the transaction rolled back, if rows are missing that did not yield to a conflicting row.</summary>
    private async ValueTask<bool> TryInsertAsync(NpgsqlConnection connection, BatchAttempt<T> attempt, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await LedgerInsert.RunAsync(provider, connection, attempt, cancellationToken).ConfigureAwait(false);
            var stored = 0;
            for (var start = 0; start < rows.Length; start += _rowsPerStatement)
            {
                var count = Math.Min(_rowsPerStatement, rows.Length - start);
                stored += await ExecuteAsync(CommandFor(SqlFor(count), connection, rows.Slice(start, count)), attempt, cancellationToken).ConfigureAwait(false);
            }

            if (stored != rows.Length && !(_mayYield && await CanOnlyYieldAsync(connection, cancellationToken).ConfigureAwait(false)))
            {
                return false;
            }

            attempt.CommitIsSent();
            await PostgreSqlCommit.RunAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Whether nothing on the table can swallow a row, checked under the transaction's lock.</summary>
    private async ValueTask<bool> CanOnlyYieldAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => (await TableShapeQuery.RunAsync(connection, provider.Quote(map.Table), cancellationToken).ConfigureAwait(false)).Inserts == StoredCheck.Guarded;

    public override ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
        => TableCheck.RunAsync(provider, map, onConflict, connection, withLedger, cancellationToken);

    private static async ValueTask<int> ExecuteAsync(NpgsqlCommand command, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        command.CommandTimeout = attempt.CommandTimeoutSeconds;
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private NpgsqlCommand CommandFor(string sql, NpgsqlConnection connection, ReadOnlyMemory<T> rows)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var row in rows.Span)
        {
            var first = command.Parameters.Count;
            for (var column = 0; column < _types.Length; column++)
            {
                command.Parameters.Add((NpgsqlParameter)provider.CreateParameter(first + column, _types[column]));
            }

            map.Write(row, new ParameterRowWriter(provider, command.Parameters, first));
        }

        return command;
    }

    private string SqlFor(int rows)
    {
        if (_sqlRows != rows)
        {
            _sql = InsertSql.For(provider, map, rows) + InsertSql.Tail(provider, map, onConflict);
            _sqlRows = rows;
        }

        return _sql;
    }
}
