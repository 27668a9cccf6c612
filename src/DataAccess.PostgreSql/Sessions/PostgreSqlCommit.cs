using DataAccess.PostgreSql.Sql;
using DataAccess.Providers;
using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// COMMIT, after a statement that fails if the transaction is aborted. PostgreSQL answers the COMMIT of such a transaction with the tag
/// ROLLBACK and no error, and Npgsql does not expose the tag. Both are sent in one round trip.
/// </summary>
internal sealed class PostgreSqlCommit(string endpoint)
{
    /// <summary>Set in a transaction that other code uses, which might end it and begin another.</summary>
    public const string Savepoint = "dataaccess_transaction";

    private readonly BatchStatement _statement = new(PostgreSqlDialect.Instance, "select; commit");
    private readonly BatchStatement _shared = new(PostgreSqlDialect.Instance, $"release savepoint {Savepoint}; commit");

    /// <summary>Commits, with a statement that is prepared once per connection.</summary>
    public async ValueTask RunAsync(BatchConnection connection, bool isShared)
    {
        try
        {
            var command = await connection.PrepareAsync(isShared ? _shared : _statement, CancellationToken.None).ConfigureAwait(false);
            await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (isShared && exception.SqlState == PostgresErrorCodes.InvalidSavepointSpecification)
        {
            throw new TransactionEndedException(endpoint, exception);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            throw new TransactionRolledBackException(
                endpoint, "one of its statements failed or was cancelled without the error being observed, and the server would have answered COMMIT with ROLLBACK", exception);
        }
    }

    /// <summary>Commits a batch's transaction. The driver's own COMMIT would use the driver's default timeout instead of the batch's.</summary>
    public static async ValueTask RunAsync<T>(NpgsqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection)
        {
            Timeout = attempt.CommandTimeoutSeconds,
            BatchCommands = { new NpgsqlBatchCommand("select"), new NpgsqlBatchCommand("commit") },
        };
        await using (batch.ConfigureAwait(false))
        {
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
