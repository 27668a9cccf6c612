using System.Data.Common;
using System.Globalization;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;

namespace DataAccess.Sessions;

/// <summary>
/// Statements in their order, in one round trip where the driver has batches, else one after the other, and how many rows each changed, or found.
/// </summary>
/// <param name="calls">The statements.</param>
internal sealed class CountedBatch(CountedCall[] calls)
{
    private readonly int[] _counts = new int[calls.Length];

    // Queries before this one have been read, where only queries have results.
    private int _read;

    /// <summary>A statement without a result that is sent after the others, with them; null for none.</summary>
    public StatementCall? Last { get; init; }

    /// <summary>How long each command may take, in seconds.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>The statement that is being made or sent, or whose answer is awaited: the one to which a failure belongs. After all of them, their number.</summary>
    public int Position { get; private set; }

    public ValueTask<int[]> RunAsync(PhysicalConnection connection, CancellationToken cancellationToken)
        => connection.Connection.CanCreateBatch && (calls.Length > 1 || Last is not null) && !Array.Exists(calls, static c => c.Call.Text.NeedsPreparing)
            ? TogetherAsync(connection, cancellationToken)
            : InTurnAsync(connection, cancellationToken);

    private async ValueTask<int[]> TogetherAsync(PhysicalConnection connection, CancellationToken cancellationToken)
    {
        foreach (var (call, _) in calls)
        {
            connection.Note(call.Text);
            await connection.LearnTypesAsync(call.Text, cancellationToken).ConfigureAwait(false);
        }

        var takeCount = connection.Provider.Dialect.TakeRowCount;
        var batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Timeout = TimeoutSeconds ?? batch.Timeout;
            Fill(batch, connection, takeCount);

            // Closing the result empties the batch. One by one: Npgsql copies its commands to no array of another type.
            var commands = takeCount is null ? Enumerable.Range(0, calls.Length).Select(i => batch.BatchCommands[i]).ToArray() : [];
            try
            {
                await Rows.ReadAsync(
                    new StatementRun(connection, calls[0].Call.Text, isRead: false, null, batch),
                    calls[0].Call.Text,
                    (reader, _, ct) => takeCount is null ? CountsAsync(reader, commands, ct) : AnswersAsync(reader, ct),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (DbException) when (takeCount is null)
            {
                Position = FirstWithoutAnswer(commands);
                throw;
            }
        }

        Position = calls.Length;
        return _counts;
    }

    private void Fill(DbBatch batch, PhysicalConnection connection, string? takeCount)
    {
        // The first result is then that of a query, on which the reader begins.
        Add(batch, takeCount);
        for (Position = 0; Position < calls.Length; Position++)
        {
            connection.AddTo(batch, calls[Position].Call);
            Add(batch, calls[Position].IsQuery ? null : takeCount);
        }

        if (Last is { } last)
        {
            connection.AddTo(batch, last);
        }

        Position = 0;
    }

    /// <summary>Reads a result for each statement: its rows, or the number of those that it changed.</summary>
    private async ValueTask<(bool Result, bool IsAtEnd)> AnswersAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _counts[Position] += calls[Position].IsQuery ? 1 : Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture);
            }

            Position++;
        }

        return (true, true);
    }

    /// <summary>Reads the results of the queries, and takes from the commands of the others, which have none, what they changed.</summary>
    private async ValueTask<(bool Result, bool IsAtEnd)> CountsAsync(DbDataReader reader, DbBatchCommand[] commands, CancellationToken cancellationToken)
    {
        do
        {
            var query = Array.FindIndex(calls, _read, static c => c.IsQuery);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _counts[query]++;
            }

            _read = query + 1;
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        for (var i = 0; i < calls.Length; i++)
        {
            _counts[i] = calls[i].IsQuery ? _counts[i] : commands[i].RecordsAffected;
        }

        return (true, true);
    }

    /// <summary>The statement that failed: the first without an answer. A driver's exception need not name it: Npgsql's does not unless the connection string says so.</summary>
    private int FirstWithoutAnswer(DbBatchCommand[] commands)
    {
        for (var i = 0; i < calls.Length; i++)
        {
            if (calls[i].IsQuery ? i >= _read : commands[i].RecordsAffected < 0)
            {
                return i;
            }
        }

        return calls.Length;
    }

    private async ValueTask<int[]> InTurnAsync(PhysicalConnection connection, CancellationToken cancellationToken)
    {
        for (Position = 0; Position < calls.Length; Position++)
        {
            var (call, isQuery) = calls[Position];
            _counts[Position] = await CountAsync(connection, call, isQuery, cancellationToken).ConfigureAwait(false);
        }

        if (Last is { } last)
        {
            await CountAsync(connection, last, isQuery: false, cancellationToken).ConfigureAwait(false);
        }

        return _counts;
    }

    private async ValueTask<int> CountAsync(PhysicalConnection connection, StatementCall call, bool isQuery, CancellationToken cancellationToken)
    {
        var command = await connection.GetCommandAsync(call, cancellationToken).ConfigureAwait(false);
        using var limit = new CommandLimit(command, TimeoutSeconds);
        var run = new StatementRun(connection, call.Text, isRead: false, command);
        return isQuery
            ? await Rows.ReadAsync(run, call.Text, static (reader, _, ct) => RowsAsync(reader, ct), cancellationToken).ConfigureAwait(false)
            : await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<(int Result, bool IsAtEnd)> RowsAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows++;
        }

        return (rows, true);
    }

    private static void Add(DbBatch batch, string? sql)
    {
        if (sql is not null)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            batch.BatchCommands.Add(command);
        }
    }
}
