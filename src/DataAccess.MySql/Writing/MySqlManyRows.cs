using System.Diagnostics.CodeAnalysis;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>
/// Inserts of many rows each, in as few trips as there are statements: the first brings what begins the transaction with it,
/// the last what commits it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A command without a connection holds nothing to be disposed.")]
internal sealed class MySqlManyRows<T>(MySqlProvider provider, TableMap<T> map, MySqlInsertText text)
    where T : notnull
{
    private const int LedgerParameters = 2;

    private readonly string _ledger = LedgerSql.Insert(provider.Dialect);
    private readonly MySqlRows<T> _rows = new(map);

    // Kept for its parameters, of which a batch needs thousands.
    private readonly MySqlCommand _command = new();

    public async ValueTask InsertAsync(
        MySqlConnection connection, MySqlServerLimits limits, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        _command.Connection = connection;
        var isOpen = false;
        var start = 0;
        try
        {
            while (start < attempt.Rows.Length)
            {
                var rest = attempt.Rows[start..];
                var count = MySqlBatchPlan.RowsOfStatement(rest.Span, map, provider.Dialect.MaxParameters - LedgerParameters, limits.PacketBytes);
                var isLast = count == rest.Length;

                // One that the server may refuse for its size breaks the connection, so it may not bring a COMMIT.
                var commitsItself = isLast && MySqlBatchPlan.Fits(rest.Span[0], map, limits.PacketBytes);
                var opens = start == 0 && !(commitsItself && attempt.BatchId is null);
                Prepare(attempt, start, count, opens, commits: commitsItself && (opens || isOpen));
                cancellationToken.ThrowIfCancellationRequested();
                if (commitsItself)
                {
                    attempt.CommitIsSent();
                }

                isOpen |= opens;
                await _command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                if (isLast && !commitsItself)
                {
                    attempt.CommitIsSent();
                    await MySqlSession.ExecuteAsync(connection, "commit", cancellationToken).ConfigureAwait(false);
                }

                start += count;
            }
        }
        catch (Exception exception)
        {
            MySqlRefusedRow<T>.SetStatement(exception, start);
            if (isOpen && await MySqlSession.RollBackAsync(connection).ConfigureAwait(false) && MySqlFailures.IsAnswer(exception))
            {
                attempt.CommitIsRolledBack();
            }

            throw;
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Lets go of the connection and of what the rows hold.</summary>
    private void Release()
    {
        _command.Connection = null;
        for (var i = 0; i < _command.Parameters.Count && _command.Parameters[i].Value is not null; i++)
        {
            _command.Parameters[i].Value = null;
        }
    }

    private void Prepare(BatchAttempt<T> attempt, int start, int count, bool opens, bool commits)
    {
        var first = opens && attempt.BatchId is not null ? LedgerParameters : 0;
        MySqlRows<T>.Grow(_command.Parameters, first + (count * map.Inserted.Count));
        if (first > 0)
        {
            _command.Parameters[0].Value = attempt.BatchId!.Value;
            _command.Parameters[1].Value = DateTimeOffset.UtcNow;
        }

        _rows.Fill(_command.Parameters, first, attempt.Rows.Span.Slice(start, count), start);
        var insert = text.For(count);
        _command.CommandText = (opens, commits) switch
        {
            (true, true) when first > 0 => $"start transaction;{_ledger};{insert};commit",
            (true, false) when first > 0 => $"start transaction;{_ledger};{insert}",
            (true, true) => $"start transaction;{insert};commit",
            (true, false) => $"start transaction;{insert}",
            (false, true) => $"{insert};commit",
            _ => insert,
        };
    }
}
