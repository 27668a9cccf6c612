using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Mapping;
using DataAccess.PostgreSql.Failures;
using DataAccess.PostgreSql.Sessions;
using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>Inserts a batch with one prepared statement, as single values or as one array per column.</summary>
internal sealed class StatementInsert<T>(DatabaseProvider provider, TableMap<T> map)
    where T : notnull
{
    private readonly ArrayRowWriter _arrays = new(map.Inserted.Select(static column => column.Type));

    /// <summary>The type of each column's array.</summary>
    public Type[] ArrayTypes => _arrays.ArrayTypes;

    /// <summary>Sends the rows with the statement, and returns when they are committed.</summary>
    /// <exception cref="RowsMissingException">The server reports success but has not stored all rows.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(
        BatchConnection connection, InsertStatements<T> statements, InsertStrategy strategy, BatchAttempt<T> attempt, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        if (statements.Check == StoredCheck.Transaction)
        {
            await RunInTransactionAsync(connection, statements, strategy, attempt, rows, cancellationToken).ConfigureAwait(false);
            return;
        }

        var statement = statements.For(strategy, attempt.BatchId is not null);
        var stored = await ExecuteAsync(connection, statement, strategy, attempt, rows, isTransaction: true, cancellationToken).ConfigureAwait(false);
        attempt.CommitIsAnswered();
        if (statements.Check == StoredCheck.Guarded && !statements.MayYield && stored != rows.Length)
        {
            throw SwallowedRows.Of(stored, rows.Length, mayBeStored: stored > 0);
        }
    }

    private async ValueTask RunInTransactionAsync(
        BatchConnection connection, InsertStatements<T> statements, InsertStrategy strategy, BatchAttempt<T> attempt, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var postgreSql = (NpgsqlConnection)connection.Connection;
        var transaction = await postgreSql.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await LedgerInsert.RunAsync(provider, postgreSql, attempt, cancellationToken).ConfigureAwait(false);
            var stored = await ExecuteAsync(connection, statements.For(strategy, withLedger: false), strategy, attempt, rows, isTransaction: false, cancellationToken).ConfigureAwait(false);
            if (stored != rows.Length)
            {
                throw SwallowedRows.Of(stored, rows.Length, mayBeStored: false);
            }

            attempt.CommitIsSent();
            await PostgreSqlCommit.RunAsync(postgreSql, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ExecuteAsync(
        BatchConnection connection, BatchStatement statement, InsertStrategy strategy, BatchAttempt<T> attempt, ReadOnlyMemory<T> rows, bool isTransaction, CancellationToken cancellationToken)
    {
        var command = await connection.PrepareAsync(statement, cancellationToken).ConfigureAwait(false);
        command.CommandTimeout = attempt.CommandTimeoutSeconds;
        try
        {
            Fill(command.Parameters, strategy, rows.Span);
            if (isTransaction)
            {
                if (attempt.BatchId is not null)
                {
                    LedgerSql.WriteParameters(attempt, new ParameterRowWriter(provider, command.Parameters, map.Inserted.Count));
                }

                attempt.CommitIsSent();
            }

            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The command is kept; its values are not needed any more.
            _arrays.Clear();
        }
    }

    private void Fill(DbParameterCollection parameters, InsertStrategy strategy, ReadOnlySpan<T> rows)
    {
        RowWriter writer = strategy == InsertStrategy.Values ? new ParameterRowWriter(provider, parameters) : _arrays;
        foreach (var row in rows)
        {
            map.Write(row, writer);
        }

        if (strategy != InsertStrategy.Values)
        {
            _arrays.SetParameters(parameters);
        }
    }
}
