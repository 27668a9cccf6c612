using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>
/// Inserts of many rows each, in as few trips as there are statements: the first brings what begins the transaction with it,
/// the last what commits it.
/// </summary>
internal sealed class MySqlManyRows<T>(MySqlProvider provider, TableMap<T> map, MySqlInsertText text)
    where T : notnull
{
    private const int LedgerParameters = 2;

    private readonly string _ledger = LedgerSql.Insert(provider.Dialect);
    private readonly MySqlRows<T> _rows = new(map);

    public async ValueTask InsertAsync(
        MySqlConnection connection, MySqlServerLimits limits, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        // Its parameters are used for all statements. What a batch needs at most is bounded, so is this.
        var command = new MySqlCommand { Connection = connection };
        await using (command.ConfigureAwait(false))
        {
            var isOpen = false;
            var start = 0;
            try
            {
                while (start < attempt.Rows.Length)
                {
                    var rest = attempt.Rows[start..];
                    var count = MySqlBatchPlan.RowsOfStatement(rest.Span, map, provider.Dialect.MaxParameters, limits.PacketBytes);
                    var isLast = count == rest.Length;
                    var isWhole = start == 0 && isLast;

                    // One that the server may refuse for its size breaks the connection, so it may not bring a COMMIT.
                    var commitsItself = isLast && MySqlBatchPlan.Fits(rest.Span[0], map, limits.PacketBytes);
                    var opens = start == 0 && !(isWhole && commitsItself && attempt.BatchId is null);
                    Prepare(command, attempt, start, count, opens, commits: commitsItself && (opens || isOpen));
                    if (commitsItself)
                    {
                        attempt.CommitIsSent();
                    }

                    isOpen |= opens;
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
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
        }
    }

    private void Prepare(MySqlCommand command, BatchAttempt<T> attempt, int start, int count, bool opens, bool commits)
    {
        var first = opens && attempt.BatchId is not null ? LedgerParameters : 0;
        MySqlRows<T>.Grow(command.Parameters, first + (count * map.Inserted.Count));
        if (first > 0)
        {
            command.Parameters[0].Value = attempt.BatchId!.Value;
            command.Parameters[1].Value = DateTimeOffset.UtcNow;
        }

        _rows.Fill(command.Parameters, first, attempt.Rows.Span.Slice(start, count), start);
        var insert = text.For(count);
        command.CommandText = (opens, commits) switch
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
