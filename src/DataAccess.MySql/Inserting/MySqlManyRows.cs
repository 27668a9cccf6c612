using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Sessions;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Inserting;

/// <summary>
/// Sends multi-row inserts, in as few round trips as there are statements: the first includes the statements that begin the transaction,
/// the last those that commit it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A command without a connection holds nothing that needs disposing.")]
internal sealed class MySqlManyRows<T>(DatabaseProvider provider, TableMap<T> map, MySqlInsertText text)
    where T : notnull
{
    private readonly string _ledger = LedgerSql.Insert(provider.Dialect);
    private readonly MySqlRows<T> _rows = new(map);

    // Kept for its parameters, of which a batch needs thousands; null while it is in use.
    private MySqlCommand? _spare;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask InsertAsync(
        MySqlConnection connection, MySqlServerLimits limits, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var isOpen = false;
        var start = 0;
        try
        {
            while (start < attempt.Rows.Length)
            {
                var rest = attempt.Rows[start..];
                var count = MySqlBatchPlan.RowsOfStatement(rest.Span, map, provider.Dialect.MaxParameters - LedgerSql.ParameterTypes.Count, limits.PacketBytes);
                var isLast = count == rest.Length;

                // A statement that the server may reject for its size breaks the connection, so it must not include a COMMIT.
                var commitsItself = isLast && MySqlBatchPlan.Fits(rest.Span[0], map, limits.PacketBytes);
                var opens = start == 0 && !(commitsItself && attempt.BatchId is null);
                var command = CommandFor(connection, attempt, start, count, opens, commits: commitsItself && (opens || isOpen));
                cancellationToken.ThrowIfCancellationRequested();
                if (commitsItself)
                {
                    attempt.CommitIsSent();
                }

                isOpen |= opens;
                var stored = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                Keep(command);
                if (commitsItself)
                {
                    attempt.CommitIsAnswered();
                }

                MySqlStoredRows.Check(stored, count + (opens && attempt.BatchId is not null ? 1 : 0), count, mayBeStored: commitsItself && attempt.Rows.Length > 1);
                if (isLast && !commitsItself)
                {
                    attempt.CommitIsSent();
                    await MySqlBatchTransaction.CommitAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
                }

                start += count;
            }
        }
        catch (Exception exception)
        {
            MySqlRejectedRow<T>.SetStatement(exception, start);
            if (isOpen)
            {
                await MySqlBatchTransaction.RollBackAsync(connection, attempt).ConfigureAwait(false);
            }

            if (MySqlFailures.PacketOf(exception) is { } bytes && bytes > limits.PacketBytes)
            {
                // The server closes the connection while the driver is still sending. Such a statement has one row, and no COMMIT.
                throw new UnencodableRowException(
                    start, Invariant($"the row has {bytes / 1_000_000} MB or more as a statement, but the server's max_allowed_packet is {limits.PacketBytes} bytes. Raise it, or split the row."), exception);
            }

            throw;
        }
    }

    /// <summary>
    /// Keeps a command that succeeded for the next statement, without references to the rows. The driver has released it: its
    /// cancellation ends with the call, and it has no timer that could fire late, see <see cref="MySqlProvider"/>.
    /// </summary>
    private void Keep(MySqlCommand command)
    {
        command.Connection = null;
        for (var i = 0; i < command.Parameters.Count && command.Parameters[i].Value is not null; i++)
        {
            command.Parameters[i].Value = null;
        }

        _spare = command;
    }

    private MySqlCommand CommandFor(MySqlConnection connection, BatchAttempt<T> attempt, int start, int count, bool opens, bool commits)
    {
        var first = opens && attempt.BatchId is not null ? LedgerSql.ParameterTypes.Count : 0;
        var command = _spare ?? new MySqlCommand();
        _spare = null;
        command.Connection = connection;
        command.CommandText = TextFor(count, first > 0, opens, commits);
        command.CommandTimeout = MySqlCommandTimeout.For(attempt);
        MySqlRowWriter.Grow(command.Parameters, first + (count * map.Inserted.Count));
        if (first > 0)
        {
            LedgerSql.WriteParameters(attempt, new MySqlRowWriter(command.Parameters));
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
