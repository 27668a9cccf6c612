using System.Data;
using System.Runtime.CompilerServices;
using System.Text;
using DataAccess.Mapping;
using DataAccess.PostgreSql.Failures;
using DataAccess.PostgreSql.Inserting.Copying;
using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// Sends one row as its values, a few rows as arrays, many with COPY. Except for COPY this is one statement, which is its own
/// transaction, and one round trip.
/// </summary>
internal sealed class PostgreSqlBatchInserter<T>(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict) : BatchInserter<T>
    where T : notnull
{
    private readonly StatementInsert<T> _statement = new(provider, map);
    private readonly CopyInsert<T> _copy = new(provider, map);
    private readonly RowByRow<T> _rowByRow = new(provider, map, onConflict);
    private readonly LastWriteWins<T>? _latest = onConflict == ConflictAction.Update && map.Keys.Count > 0 ? new LastWriteWins<T>(map.Keys) : null;
    private InsertStatements<T>? _statements;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (RowsMissingException missing)
        {
            // A trigger or rule was added since the table was described. What is committed stays committed; the ledger's row may be.
            _statements = null;
            if (missing.Stored > 0 || attempt.BatchId is not null)
            {
                throw;
            }

            attempt.CommitIsRolledBack();
            await SendAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var statements = _statements ?? await DescribeAsync(connection, cancellationToken).ConfigureAwait(false);
        var strategy = statements.StrategyFor(attempt.Rows.Length);
        try
        {
            if (await TrySendAsync(connection, statements, strategy, attempt, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            statements = await DescribeAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (StaleShape.MayCause(exception.SqlState, strategy)
            && (!attempt.IsCommitSent || PostgreSqlRollbacks.AreProvenBy(exception)))
        {
            // Nothing was sent that may commit, or the server itself answered with an error, and not a pooler that lost the server.
            attempt.CommitIsRolledBack();
            if (await RenewAsync(connection, statements, strategy, attempt, cancellationToken).ConfigureAwait(false) is not { } renewed)
            {
                throw;
            }

            statements = renewed;
        }

        // COPY relies on the description. A statement is checked by the server itself.
        strategy = strategy == InsertStrategy.Copy ? InsertStrategy.Unnest : strategy;
        if (!await TrySendAsync(connection, statements, strategy, attempt, cancellationToken).ConfigureAwait(false))
        {
            throw new TableChangedException(provider.Quote(map.Table));
        }
    }

    public override ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
        => TableCheck.RunAsync(provider, map, onConflict, connection, withLedger, cancellationToken);

    public override int FindRejected(Exception exception, ReadOnlySpan<T> rows)
    {
        if (_statements is not { } statements || RejectedRow.IsLedgerConflict(exception))
        {
            return -1;
        }

        if (RowByRow<T>.RowOf(exception) is >= 0 and var row)
        {
            return row;
        }

        var named = exception is PostgresException error
            ? RejectedRow.Find(error, map, statements.Shape, rows, _latest is null ? [] : _latest.FindOld(rows))
            : -1;
        return named < 0 && MayBeUnencodable(exception) ? statements.FindUnencodable(rows) : named;
    }

    /// <summary>Whether the error is one that an unencodable value causes.</summary>
    private static bool MayBeUnencodable(Exception exception)
        => exception is EncoderFallbackException or PostgresException { SqlState: PostgresErrorCodes.NumericValueOutOfRange };

    /// <summary>Returns false if the table is not the one that was described. Nothing is committed then.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TrySendAsync(
        BatchConnection connection, InsertStatements<T> statements, InsertStrategy strategy, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var postgreSql = (NpgsqlConnection)connection.Connection;
        if (strategy == InsertStrategy.Copy)
        {
            var outcome = await _copy.RunAsync(postgreSql, statements, attempt, cancellationToken).ConfigureAwait(false);
            if (outcome != CopyOutcome.Unencodable)
            {
                return outcome == CopyOutcome.Committed;
            }

            // The server reports why it rejects the value.
            strategy = InsertStrategy.Unnest;
        }

        var rows = _latest is null ? attempt.Rows : _latest.Of(attempt.Rows);
        try
        {
            await _statement.RunAsync(connection, statements, strategy, attempt, rows, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RowsMissingException missing) when (statements.Check == StoredCheck.Transaction && !missing.MayBeStored)
        {
            await _rowByRow.RunAsync(postgreSql, attempt, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception) when (CountedInsert.HasFailed(exception) || (_latest is not null && exception.SqlState == PostgresErrorCodes.CardinalityViolation))
        {
            attempt.CommitIsRolledBack();
            await _rowByRow.RunAsync(postgreSql, attempt, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception) when (statements.TakesCopy && IsNameless(exception, attempt.Rows.Span))
        {
            // COPY names the row, so that the writer need not halve the batch until it is found.
            attempt.CommitIsRolledBack();
            var outcome = await _copy.RunAsync(postgreSql, statements, attempt, cancellationToken).ConfigureAwait(false);
            if (outcome == CopyOutcome.Unencodable)
            {
                throw;
            }

            return outcome == CopyOutcome.Committed;
        }
    }

    /// <summary>Whether a row was rejected and only COPY could tell which. COPY checks foreign keys at the end, where it names no row either.</summary>
    private bool IsNameless(PostgresException exception, ReadOnlySpan<T> rows)
        => rows.Length > 1
        && exception.SqlState != PostgresErrorCodes.ForeignKeyViolation
        && provider.Classify(exception).Kind == FailureKind.Rejected
        && !RejectedRow.IsLedgerConflict(exception)
        && FindRejected(exception, rows) < 0;

    /// <summary>Describes the table again and discards the statement; null if that would change nothing.</summary>
    private async ValueTask<InsertStatements<T>?> RenewAsync(
        BatchConnection connection, InsertStatements<T> statements, InsertStrategy strategy, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        if (connection.Connection.State != ConnectionState.Open)
        {
            // The driver has closed it, as it does after a protocol violation. The next attempt describes the table again.
            _statements = null;
            return null;
        }

        var described = await DescribeAsync(connection, cancellationToken).ConfigureAwait(false);
        var isSame = described.Shape.Signature == statements.Shape.Signature;

        // The same instance if nothing changed, because the other connections identify their commands by it.
        _statements = isSame ? statements : described;
        if (strategy == InsertStrategy.Copy)
        {
            return isSame ? null : described;
        }

        // It may have been prepared before the table was described.
        await connection.ForgetAsync(statements.For(strategy, attempt.BatchId is not null)).ConfigureAwait(false);
        return _statements;
    }

    private async ValueTask<InsertStatements<T>> DescribeAsync(BatchConnection connection, CancellationToken cancellationToken)
    {
        var shape = await TableShapeQuery.RunAsync((NpgsqlConnection)connection.Connection, provider.Quote(map.Table), cancellationToken).ConfigureAwait(false);
        var statements = new InsertStatements<T>(provider, map, onConflict, shape, _statement.ArrayTypes);

        // A table that does not exist may be created later.
        _statements = shape.Columns.Count > 0 ? statements : null;
        return statements;
    }
}
