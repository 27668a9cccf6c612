using System.Runtime.CompilerServices;
using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Inserting.Loading;
using DataAccess.MySql.Sessions;
using DataAccess.MySql.Sql;
using DataAccess.Providers;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Inserting;

/// <summary>
/// A prepared insert for one row, multi-row inserts for more, LOAD DATA for many if both sides allow it. A batch that fits one
/// statement is its own transaction; the others begin, write and commit in as few round trips as there are statements.
/// </summary>
internal sealed class MySqlBatchInserter<T> : BatchInserter<T>
    where T : notnull
{
    private const string NoRows = " from dual where 1 = 0";

    private readonly DatabaseProvider _provider;
    private readonly TableMap<T> _map;
    private readonly MySqlPreparedInsert<T> _prepared;
    private readonly MySqlManyRows<T> _manyRows;
    private readonly MySqlLoadTransaction<T>? _load;
    private readonly MySqlRejectedRow<T> _rejected;
    private MySqlServerLimits? _limits;

    public MySqlBatchInserter(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict, bool mayLoadData)
    {
        _provider = provider;
        _map = map;
        var plain = new MySqlInsertText(InsertSql.Head(provider, map), map.Inserted.Count, "");
        var text = onConflict == ConflictAction.Error ? plain
            : new MySqlInsertText(InsertSql.Head(provider, map), map.Inserted.Count, InsertSql.Tail(provider, map, onConflict));
        _prepared = new MySqlPreparedInsert<T>(provider, map, text);
        _manyRows = new MySqlManyRows<T>(provider, map, text);
        _rejected = new MySqlRejectedRow<T>(map, text, plain);
        _load = onConflict == ConflictAction.Error && mayLoadData ? new MySqlLoadTransaction<T>(provider, map) : null;
    }

    // A batch within it is one statement, and so its own transaction.
    public override long StatementLimit => _limits is { } limits ? limits.PacketBytes / MySqlBatchPlan.TextFactor : long.MaxValue;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mySql = (MySqlConnection)connection.Connection;
        var rows = attempt.Rows;
        try
        {
            if (MySqlBatchPlan.IsPrepared(rows.Length, _map.SizeOf(rows.Span[0]), attempt.BatchId is not null))
            {
                await _prepared.InsertAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
                return;
            }

            var limits = _limits ??= await MySqlServerLimits.ReadAsync(mySql, attempt, cancellationToken).ConfigureAwait(false);
            if (MySqlBatchPlan.IsLoaded(rows.Length)
                && _load is { } load
                && limits.AllowsLoadData
                && await load.TryInsertAsync(mySql, attempt, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            await _manyRows.InsertAsync(mySql, limits, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (rows.Length == 1 && MySqlOtherKey.HasFailed(exception))
        {
            throw await _rejected.NameConflictAsync(mySql, attempt, cancellationToken).ConfigureAwait(false) ?? exception;
        }
        catch (MySqlException exception) when (MySqlFailures.Classify(exception).Kind == FailureKind.Rejected)
        {
            await _rejected.FindAsync(mySql, exception, attempt, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public override async ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
    {
        await RawSql.ExecuteAsync(connection.Connection, InsertSql.OfNulls(_provider, _map) + NoRows, cancellationToken).ConfigureAwait(false);
        if (withLedger)
        {
            await RawSql.ExecuteAsync(connection.Connection, LedgerSql.OfNulls(_provider.Dialect) + NoRows, cancellationToken).ConfigureAwait(false);
        }
    }

    public override int FindRejected(Exception exception, ReadOnlySpan<T> rows)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var row = exception is UnencodableRowException unencodable ? unencodable.Row : MySqlRejectedRow<T>.RowOf(exception);
        return row < rows.Length ? row : -1;
    }
}
