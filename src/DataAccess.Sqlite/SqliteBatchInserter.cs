using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite;

/// <summary>
/// One transaction with one prepared insert, run once a row. A refused row undoes only its own statement, so it is left out
/// and the others are committed.
/// </summary>
internal sealed class SqliteBatchInserter<T>(SqliteProvider provider, TableMap<T> map, ConflictAction onConflict) : BatchInserter<T>
    where T : notnull
{
    private readonly string _sql = InsertSql.For(provider, map) + InsertSql.Tail(provider, map, onConflict);

    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        // Immediate: the write lock is taken now, not in the middle.
        using var transaction = ((SqliteConnection)connection.Connection).BeginTransaction(deferred: false);
        using var command = ((SqliteConnection)connection.Connection).CreateCommand();
        command.CommandText = _sql;
        command.Transaction = transaction;
        var writer = new SqliteRowWriter(command, map.Inserted.Count);
        Insert(command, writer, attempt, cancellationToken);
        attempt.CommitIsSent();
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Insert(SqliteCommand command, SqliteRowWriter writer, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var rows = attempt.Rows.Span;
        for (var row = 0; row < rows.Length; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var column = 0; column < map.Inserted.Count; column++)
            {
                map.Inserted[column].Write(rows[row], writer, column);
            }

            try
            {
                command.ExecuteNonQuery();
            }
            catch (SqliteException exception) when (SqliteFailures.Classify(exception) is { Kind: FailureKind.Rejected })
            {
                attempt.Reject(row, SqliteFailures.Classify(exception));
            }
        }
    }
}
