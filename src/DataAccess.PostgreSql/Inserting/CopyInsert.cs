using DataAccess.Mapping;
using DataAccess.PostgreSql.Inserting.Copying;
using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// Inserts a batch with COPY, in a transaction of three round trips: BEGIN with the start of the COPY, the rows, and COMMIT preceded by
/// its checks. A COPY alone would need one round trip less. But binary COPY trusts the client's types: a column that was an int8 and
/// became a float8 would silently take the bits of the one for the other. So the table's shape is checked again under the COPY's own
/// lock, right before COMMIT.
/// </summary>
internal sealed class CopyInsert<T>(DatabaseProvider provider, TableMap<T> map)
    where T : notnull
{
    private readonly ByteBuffer _buffer = new();

    /// <summary>If it throws, the transaction is rolled back, or the connection is broken, or COMMIT was sent.</summary>
    public async ValueTask<CopyOutcome> RunAsync(
        NpgsqlConnection connection, InsertStatements<T> statements, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var writer = new CopyRowWriter<T>(map, statements.Encoders!, _buffer);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

            // Rolls back if COMMIT was not run.
            await using (transaction.ConfigureAwait(false))
            {
                return await CopyStream.SendAsync(connection, statements.Copy, attempt, writer, _buffer, cancellationToken).ConfigureAwait(false)
                    ? await CommitAsync(connection, statements.Shape, attempt, cancellationToken).ConfigureAwait(false)
                    : CopyOutcome.Unencodable;
            }
        }
        finally
        {
            _buffer.Release();
        }
    }

    private async ValueTask<CopyOutcome> CommitAsync(
        NpgsqlConnection connection, TableShape shape, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var check = new NpgsqlBatchCommand(TableShapeQuery.Check)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = provider.Quote(map.Table) },
                new NpgsqlParameter<string> { TypedValue = shape.Signature },
            },
        };
        var batch = new NpgsqlBatch(connection) { BatchCommands = { check }, Timeout = attempt.CommandTimeoutSeconds };
        await using (batch.ConfigureAwait(false))
        {
            if (attempt.BatchId is not null)
            {
                batch.BatchCommands.Add(LedgerInsert.CommandFor(provider, attempt));
            }

            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
            attempt.CommitIsSent();
            try
            {
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return CopyOutcome.Committed;
            }
            catch (PostgresException exception) when (ReferenceEquals(exception.BatchCommand, check) && exception.SqlState == PostgresErrorCodes.DivisionByZero)
            {
                attempt.CommitIsRolledBack();
                return CopyOutcome.ShapeChanged;
            }
        }
    }
}
