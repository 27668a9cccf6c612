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

    // Kept, as a batch needs thousands. The commands are not: when a command has ended, or failed, the driver's timer may still be
    // about to cancel it, and looks at its connection then.
    private readonly List<MySqlParameter> _parameters = [];

    public async ValueTask InsertAsync(
        MySqlConnection connection, MySqlServerLimits limits, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var isOpen = false;
        var isDone = false;
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
                var command = CommandFor(connection, attempt, start, count, opens, commits: commitsItself && (opens || isOpen));
                await using var disposal = command.ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (commitsItself)
                {
                    attempt.CommitIsSent();
                }

                isOpen |= opens;
                var stored = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                if (commitsItself)
                {
                    attempt.CommitIsAnswered();
                }

                MySqlStoredRows.Check(stored, count + (opens && attempt.BatchId is not null ? 1 : 0), count, mayBeStored: commitsItself && attempt.Rows.Length > 1);
                if (isLast && !commitsItself)
                {
                    attempt.CommitIsSent();
                    await MySqlSession.CommitAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
                }

                start += count;
            }

            isDone = true;
        }
        catch (Exception exception)
        {
            MySqlRefusedRow<T>.SetStatement(exception, start);
            if (isOpen)
            {
                await MySqlSession.RollBackAsync(connection).ConfigureAwait(false);
            }

            throw;
        }
        finally
        {
            Release(isDone);
        }
    }

    /// <summary>Lets go of what the rows hold; and of the parameters, where the driver may be in the middle of sending them.</summary>
    private void Release(bool isDone)
    {
        if (!isDone)
        {
            _parameters.Clear();
        }

        for (var i = 0; i < _parameters.Count && _parameters[i].Value is not null; i++)
        {
            _parameters[i].Value = null;
        }
    }

    private MySqlCommand CommandFor(MySqlConnection connection, BatchAttempt<T> attempt, int start, int count, bool opens, bool commits)
    {
        var first = opens && attempt.BatchId is not null ? LedgerParameters : 0;
        var command = new MySqlCommand(TextFor(count, first > 0, opens, commits), connection) { CommandTimeout = MySqlPatience.For(attempt) };
        var needed = first + (count * map.Inserted.Count);
        while (_parameters.Count < needed)
        {
            _parameters.Add(new MySqlParameter());
        }

        for (var i = 0; i < needed; i++)
        {
            command.Parameters.Add(_parameters[i]);
        }

        if (first > 0)
        {
            _parameters[0].Value = attempt.BatchId!.Value;
            _parameters[1].Value = attempt.LedgerSeconds;
        }

        _rows.Fill(command.Parameters, first, attempt.Rows.Span.Slice(start, count), start);
        return command;
    }

    private string TextFor(int count, bool withLedger, bool opens, bool commits)
    {
        var insert = text.For(count);
        return (opens, commits) switch
        {
            (true, true) when withLedger => $"start transaction;{_ledger};{insert};commit",
            (true, false) when withLedger => $"start transaction;{_ledger};{insert}",
            (true, true) => $"start transaction;{insert};commit",
            (true, false) => $"start transaction;{insert}",
            (false, true) => $"{insert};commit",
            _ => insert,
        };
    }
}
