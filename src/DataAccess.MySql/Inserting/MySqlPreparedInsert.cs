using System.Runtime.CompilerServices;
using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Sessions;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Inserting;

/// <summary>Inserts one row with a prepared statement: one round trip, and nothing for the server to parse.</summary>
internal sealed class MySqlPreparedInsert<T>(DatabaseProvider provider, TableMap<T> map, MySqlInsertText text)
    where T : notnull
{
    private readonly BatchStatement _statement = new(provider.Dialect, text.For(1), [.. map.Inserted.Select(static c => c.Type)]);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var command = (MySqlCommand)await connection.PrepareAsync(_statement, cancellationToken).ConfigureAwait(false);
        command.CommandTimeout = MySqlCommandTimeout.For(attempt);
        new MySqlRows<T>(map).Fill(command.Parameters, 0, attempt.Rows.Span, 0);
        cancellationToken.ThrowIfCancellationRequested();
        attempt.CommitIsSent();
        try
        {
            MySqlStoredRows.Check(await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false), expected: 1, sent: 1, mayBeStored: false);
        }
        catch (MySqlException exception) when (MySqlFailures.Classify(exception).Kind == FailureKind.StaleStatement)
        {
            // The server has not run it. The cache would return the same statement again.
            var again = new MySqlCommand(_statement.Sql, (MySqlConnection)connection.Connection) { CommandTimeout = MySqlCommandTimeout.For(attempt) };
            await using (again.ConfigureAwait(false))
            {
                MySqlRowWriter.Grow(again.Parameters, map.Inserted.Count);
                new MySqlRows<T>(map).Fill(again.Parameters, 0, attempt.Rows.Span, 0);
                MySqlStoredRows.Check(await again.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false), expected: 1, sent: 1, mayBeStored: false);
            }
        }
    }
}
