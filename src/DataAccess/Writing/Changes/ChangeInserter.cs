using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Writing.Keys;

namespace DataAccess.Writing.Changes;

/// <summary>
/// Sends a batch that has updates or deletes as a statement for each row, in their order and in one transaction; a batch of inserts as any other.
/// If a statement changes nothing, what was done is undone, and done again with questions for each row, which say why.
/// </summary>
/// <param name="session">The database.</param>
/// <param name="map">The table.</param>
/// <param name="plain">The inserter of batches of inserts.</param>
/// <param name="onConflict">What happens to an insert whose key is already in the table.</param>
internal sealed class ChangeInserter<T>(SessionContext session, TableMap<T> map, BatchInserter<T> plain, ConflictAction onConflict) : BatchInserter<T>
    where T : notnull
{
    // Few enough for a packet of the smallest usual limit, 1 MiB, also where the driver sends texts with twice their bytes.
    private const int MaxRows = 500;
    private const int MaxBytes = 256 << 10;

    private static readonly object[] Answers = [ChangeAnswer.Changed, ChangeAnswer.Missing, ChangeAnswer.Conflict, ChangeAnswer.Swallowed];

    private ChangeSql<T>? _sql;
    private bool _isPlain;
    private int _rejected = -1;

    // Whether the failure is that of a question, which a login without the right to update may not ask.
    private bool _isQuestion;

    public override long StatementLimit => plain.StatementLimit;

    private ChangeSql<T> Sql => _sql ??= new ChangeSql<T>(map, session.Provider, onConflict);

    public override ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
        => plain.CheckTableAsync(connection, withLedger, cancellationToken);

    public override int FindRejected(Exception exception, ReadOnlySpan<T> rows)
        => _isPlain ? plain.FindRejected(exception, rows) : _rejected < rows.Length ? _rejected : -1;

    public override ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        _isPlain = attempt.Changes.IsEmpty;
        return _isPlain ? plain.InsertAsync(connection, attempt, cancellationToken) : ChangeAsync(connection, attempt, cancellationToken);
    }

    private async ValueTask ChangeAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        if (await TryAsync(connection, attempt, Questions.None, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await TryAsync(connection, attempt, session.Provider.Dialect.ForUpdate.Length > 0 ? Questions.Holding : Questions.Plain, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (_isQuestion && !attempt.IsCommitSent
            && session.Provider.Classify(exception) is { ServerAnswered: true, Kind: FailureKind.Fatal or FailureKind.Rejected })
        {
            // A view whose rows cannot be held, or a login that may delete and not update.
            await TryAsync(connection, attempt, Questions.Plain, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the rows; false if some changed nothing and it was not asked why.</summary>
    private ValueTask<bool> TryAsync(BatchConnection connection, BatchAttempt<T> attempt, Questions questions, CancellationToken cancellationToken)
    {
        (_rejected, _isQuestion) = (-1, false);
        return BatchTransaction.RunAsync(
            session,
            connection,
            attempt,
            async (physical, ct) =>
            {
                var answers = new List<object>(attempt.Rows.Length);
                while (answers.Count < attempt.Rows.Length)
                {
                    if (!await ChangeRowsAsync(physical, attempt, answers, questions, ct).ConfigureAwait(false))
                    {
                        return false;
                    }
                }

                attempt.Answers = answers;
                Report(attempt);
                return true;
            },
            cancellationToken);
    }

    private async ValueTask<bool> ChangeRowsAsync(
        PhysicalConnection connection, BatchAttempt<T> attempt, List<object> answers, Questions questions, CancellationToken cancellationToken)
    {
        var start = answers.Count;
        var count = CountFrom(attempt.Rows.Span, start);
        var calls = new List<CountedCall>(count);
        var places = new List<int>(count);
        for (var i = start; i < start + count; i++)
        {
            var (row, change) = (attempt.Rows.Span[i], attempt.Changes.Span[i]);
            if (change != RowChange.Insert && questions != Questions.None)
            {
                Add(Sql.Find(row, isHeld: questions == Questions.Holding), isQuery: true, i);
                if (change == RowChange.Update && Sql.HasVersion)
                {
                    Add(Sql.FindVersion(row), isQuery: true, i);
                }
            }

            Add(Sql.Of(row, change), isQuery: false, i);
        }

        var batch = new CountedBatch([.. calls])
        {
            TimeoutSeconds = attempt.CommandTimeoutSeconds,
            Last = attempt.BatchId is { } id && start + count == attempt.Rows.Length
                ? StatementCalls.Of(session, LedgerSql.Row(session.Provider.Dialect, id, isCommitted: true, attempt.LedgerSeconds))
                : null,
        };
        var counts = await RunAsync(connection, batch, calls, places, cancellationToken).ConfigureAwait(false);
        for (var (i, n) = (start, 0); i < start + count; i++)
        {
            var first = n;
            while (calls[n].IsQuery)
            {
                n++;
            }

            var answer = AnswerOf(attempt.Changes.Span[i], counts.AsSpan(first, n - first), counts[n++]);
            if (answer == ChangeAnswer.Missing && questions == Questions.None)
            {
                return false;
            }

            answers.Add(Answers[(int)answer]);
        }

        return true;

        void Add(SqlStatement statement, bool isQuery, int row)
        {
            calls.Add(new CountedCall(StatementCalls.Of(session, statement), isQuery));
            places.Add(row);
        }
    }

    private async ValueTask<int[]> RunAsync(
        PhysicalConnection connection, CountedBatch batch, List<CountedCall> calls, List<int> places, CancellationToken cancellationToken)
    {
        try
        {
            return await batch.RunAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            var position = batch.Position;
            _rejected = position >= 0 && position < places.Count ? places[position] : -1;
            _isQuestion = position >= 0 && position < calls.Count && calls[position].IsQuery;
            throw;
        }
    }

    private ChangeAnswer AnswerOf(RowChange change, ReadOnlySpan<int> found, int changed)
        => changed != 0 || (change == RowChange.Insert && Sql.MayYield) ? ChangeAnswer.Changed
        : change == RowChange.Insert ? ChangeAnswer.Swallowed
        : found.IsEmpty || found[0] == 0 ? ChangeAnswer.Missing
        : found.Length == 2 && found[1] == 0 ? ChangeAnswer.Conflict
        : ChangeAnswer.Swallowed;

    /// <summary>Leaves out the rows that are there and were not changed. The others are committed.</summary>
    private void Report(BatchAttempt<T> attempt)
    {
        for (var i = 0; i < attempt.Rows.Length; i++)
        {
            var message = (ChangeAnswer)attempt.Answers![i] switch
            {
                ChangeAnswer.Conflict => $"the row of {Sql.Table} was changed by another writer since it was read, so that its version is another. Nothing was written; read it again.",
                ChangeAnswer.Swallowed => attempt.Changes.Span[i] switch
                {
                    RowChange.Insert => $"the database reported success and stored 0 of 1 rows in {Sql.Table}: a trigger or rule swallowed the row.",
                    RowChange.Update => $"the database reported success and updated 0 of 1 rows in {Sql.Table}, although the row exists: a trigger or rule did nothing, or something else.",
                    _ => $"the database reported success and deleted 0 of 1 rows in {Sql.Table}, although the row exists: a trigger or rule did nothing, or something else.",
                },
                _ => null,
            };
            if (message is not null)
            {
                attempt.Reject(i, new DatabaseFailure(FailureKind.Rejected, null, message));
            }
        }
    }

    /// <summary>How many rows from a position on are sent in one round trip.</summary>
    private int CountFrom(ReadOnlySpan<T> rows, int start)
    {
        var (count, bytes) = (0, 0L);
        do
        {
            bytes += map.BytesOf(rows[start + count++]);
        }
        while (count < Math.Min(rows.Length - start, MaxRows) && bytes < MaxBytes);
        return count;
    }

    /// <summary>What is asked of each row before it is changed.</summary>
    private enum Questions
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>Whether it is there.</summary>
        Plain,

        /// <summary>Whether it is there; nobody else may change it until the batch has ended.</summary>
        Holding,
    }
}
