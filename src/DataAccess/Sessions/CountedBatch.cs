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
            try
            {
                await Rows.ReadAsync(
                    new StatementRun(connection, calls[0].Call.Text, isRead: false, null, batch),
                    calls[0].Call.Text,
                    (reader, _, ct) => takeCount is null ? RowsOfQueriesAsync(reader, ct) : AnswersAsync(reader, ct),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (DbException exception) when (takeCount is null && exception.BatchCommand is { } failed)
            {
                Position = batch.BatchCommands.IndexOf(failed);
                throw;
            }

            for (var i = 0; i < calls.Length && takeCount is null; i++)
            {
                _counts[i] = calls[i].IsQuery ? _counts[i] : batch.BatchCommands[i].RecordsAffected;
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

    /// <summary>Reads the results of the queries; the others have none.</summary>
    private async ValueTask<(bool Result, bool IsAtEnd)> RowsOfQueriesAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var query = Array.FindIndex(calls, static c => c.IsQuery);
        do
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _counts[query]++;
            }

            query = query < 0 ? query : Array.FindIndex(calls, query + 1, static c => c.IsQuery);
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        return (true, true);
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
