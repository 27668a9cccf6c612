using System.Text;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sqlite.Failures;
using DataAccess.Sqlite.Sessions;
using DataAccess.Sqlite.Sql;
using DataAccess.Sqlite.Types;
using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Inserting;

/// <summary>
/// One transaction with one prepared insert, run once per row. A rejected row undoes only its own statement, so it is left out and the
/// others are committed. The statement is bound and stepped below the driver, whose parameters box each value.
/// </summary>
internal sealed class SqliteBatchInserter<T>(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict) : BatchInserter<T>
    where T : notnull
{
    // SQLITE_CONSTRAINT_TRIGGER, https://www.sqlite.org/rescode.html#constraint_trigger
    private const int RaisedByTrigger = 1811;

    // A row takes microseconds: often enough to stop promptly, rarely enough to cost nothing measurable.
    private const int RowsBetweenChecks = 64;

    private static readonly object RowKey = new();

    private readonly SqliteConflictQueries<T> _conflicts = new(provider, map, onConflict);
    private readonly byte[] _insert = Encoding.UTF8.GetBytes(InsertSql.For(provider, map) + InsertSql.Tail(provider, map, onConflict));
    private static readonly byte[] LedgerText = Encoding.UTF8.GetBytes(LedgerSql.Insert(SqliteDialect.Instance));

    public override ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var session = new SqliteSession((SqliteConnection)connection.Connection, cancellationToken);
        try
        {
            Insert(session, attempt, isEachUndone: false, cancellationToken);
        }
        catch (RowSwallowedException)
        {
            // What a trigger did in its place must be undone with it, so each row now has a savepoint.
            Insert(session, attempt, isEachUndone: true, cancellationToken);
        }

        return default;
    }

    public override int FindRejected(Exception exception, ReadOnlySpan<T> rows)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[RowKey] is int row && row < rows.Length ? row : -1;
    }

    private void Insert(SqliteSession session, BatchAttempt<T> attempt, bool isEachUndone, CancellationToken cancellationToken)
    {
        session.Execute("begin immediate"u8);
        try
        {
            if (attempt.BatchId is not null)
            {
                WriteLedger(session, attempt);
            }

            using var statement = new SqliteStatement(session, _insert);
            if (InsertRows(session, statement, attempt, isEachUndone, cancellationToken) == 0)
            {
                // Not even the commit marker in the ledger.
                session.RollBack();
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            attempt.CommitIsSent();
            session.Execute("commit"u8);
        }
        catch
        {
            // A COMMIT that leaves the transaction open did not happen, whatever error it returned.
            if (session.IsInTransaction)
            {
                attempt.CommitIsRolledBack();
            }

            session.RollBack();
            throw;
        }
    }

    public override ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
    {
        var session = new SqliteSession((SqliteConnection)connection.Connection, cancellationToken);
        session.Execute(Encoding.UTF8.GetBytes($"{InsertSql.OfNulls(provider, map)} where 1 = 0{InsertSql.Tail(provider, map, onConflict)}"));
        if (withLedger)
        {
            session.Execute(Encoding.UTF8.GetBytes($"{LedgerSql.OfNulls(SqliteDialect.Instance)} where 1 = 0"));
        }

        return default;
    }

    /// <summary>Inserts the rows, and returns how many were not left out.</summary>
    private int InsertRows(SqliteSession session, SqliteStatement statement, BatchAttempt<T> attempt, bool isEachUndone, CancellationToken cancellationToken)
    {
        using var writer = new SqliteRowWriter(statement);
        var totalBefore = session.TotalChanges;
        SqliteRowCount<T>? count = null;
        try
        {
            var rows = attempt.Rows.Span;
            var kept = rows.Length;
            for (var row = 0; row < rows.Length; row++)
            {
                if (row % RowsBetweenChecks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                map.Write(rows[row], writer);

                if (writer.TakeUnencodable() is { } unencodable)
                {
                    attempt.Reject(row, Unencodable(map.Inserted[unencodable]));
                    kept--;
                    statement.ForgetValues();
                    continue;
                }

                if (isEachUndone)
                {
                    session.Execute("savepoint dataaccess_row"u8);
                }

                if (statement.Execute() is { } exception)
                {
                    RejectOrThrow(session, attempt, row, exception);
                    kept--;
                }
                else if (session.Changes == 0 && (count ??= new SqliteRowCount<T>(session, _conflicts, totalBefore)).FindLost(rows[row]) is { } lost)
                {
                    if (!isEachUndone)
                    {
                        throw new RowSwallowedException();
                    }

                    session.Execute("rollback to dataaccess_row"u8);
                    attempt.Reject(row, lost);
                    kept--;
                }

                if (isEachUndone)
                {
                    session.Execute("release dataaccess_row"u8);
                }
            }

            return kept;
        }
        finally
        {
            count?.Dispose();
        }
    }

    private static void RejectOrThrow(SqliteSession session, BatchAttempt<T> attempt, int row, SqliteException exception)
    {
        var failure = SqliteFailures.Classify(exception);
        if (failure.Kind == FailureKind.Fatal)
        {
            // It may be caused by this row, such as invalid JSON in an indexed column.
            exception.Data[RowKey] = row;
        }

        if (failure.Kind != FailureKind.Rejected)
        {
            throw exception;
        }

        if (!session.IsInTransaction || exception.SqliteExtendedErrorCode == RaisedByTrigger)
        {
            // "on conflict rollback", or raise(rollback) in a trigger: the rows before this one are undone too. And raise(fail)
            // leaves the changes that its statement had made, so an error raised by a trigger ends the attempt.
            exception.Data[RowKey] = row;
            throw exception;
        }

        attempt.Reject(row, failure);
    }

    private static void WriteLedger(SqliteSession session, BatchAttempt<T> attempt)
    {
        using var statement = new SqliteStatement(session, LedgerText);
        using var writer = new SqliteRowWriter(statement);
        LedgerSql.WriteParameters(attempt, writer);
        if (statement.Execute() is { } exception)
        {
            throw exception;
        }
    }

    private static DatabaseFailure Unencodable(ColumnMap<T> column)
        => new(
            FailureKind.Rejected,
            null,
            $"{typeof(T).Name}.{column.Member} cannot be stored in column '{column.Column}'. {SqliteValue.Limits}",
            Column: column.Column);
}
