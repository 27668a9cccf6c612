using System.Data.Common;
using System.Globalization;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;

namespace DataAccess.Sessions;

/// <summary>
/// Inserts of one row each, in one round trip where the driver has batches, else one after the other. Which key is which row's is known only
/// so: no database promises in which order an insert of several rows gives their keys back.
/// </summary>
/// <param name="calls">The inserts.</param>
/// <param name="read">Reads the key of the insert at a position from a result.</param>
/// <param name="convert">Makes the key of the insert at a position of the number that the database says, where it does not give keys back.</param>
internal sealed class InsertBatch<TKey>(StatementCall[] calls, Func<int, DbDataReader, TKey> read, Func<int, long, TKey> convert)
{
    /// <summary>A statement without a result that is sent after the inserts, with them; null for none.</summary>
    public StatementCall? Last { get; init; }

    /// <summary>How long each command may take, in seconds; null for the connection string's limit.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>The insert that is being made or sent, or whose answer is awaited: the one to which a failure belongs. After all of them, their number.</summary>
    public int Position { get; private set; }

    /// <summary>The first insert that was answered without a key, as the row was not stored; -1 if there is none.</summary>
    public int Swallowed { get; private set; } = -1;

    public ValueTask<IReadOnlyList<TKey>> RunAsync(PhysicalConnection connection, CancellationToken cancellationToken)
        => connection.Connection.CanCreateBatch && (calls.Length > 1 || Last is not null) && !Array.Exists(calls, static call => call.Text.NeedsPreparing)
            ? TogetherAsync(connection, cancellationToken)
            : InTurnAsync(connection, cancellationToken);

    private async ValueTask<IReadOnlyList<TKey>> TogetherAsync(PhysicalConnection connection, CancellationToken cancellationToken)
    {
        foreach (var call in calls)
        {
            connection.Note(call.Text);
            await connection.LearnTypesAsync(call.Text, cancellationToken).ConfigureAwait(false);
        }

        var takeLast = connection.Provider.Dialect.TakeLastKey;
        var batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Timeout = TimeoutSeconds ?? batch.Timeout;
            Add(batch, takeLast);
            for (Position = 0; Position < calls.Length; Position++)
            {
                connection.AddTo(batch, calls[Position]);
                Add(batch, takeLast);
            }

            if (Last is { } last)
            {
                connection.AddTo(batch, last);
            }

            Position = 0;
            return await Rows.ReadAsync(
                new StatementRun(connection, calls[0].Text, isRead: false, null, batch),
                calls[0].Text,
                (reader, _, ct) => KeysAsync(reader, takeLast is not null, ct),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<(IReadOnlyList<TKey> Keys, bool IsAtEnd)> KeysAsync(DbDataReader reader, bool takesLast, CancellationToken cancellationToken)
    {
        var keys = new List<TKey>(calls.Length);

        // The first is that of an insert before.
        if (takesLast)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        do
        {
            await ReadAsync(reader, takesLast, keys, cancellationToken).ConfigureAwait(false);
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        return (keys, true);
    }

    /// <summary>Reads the key of one insert.</summary>
    private async ValueTask ReadAsync(DbDataReader reader, bool takesLast, List<TKey> keys, CancellationToken cancellationToken)
    {
        var before = keys.Count;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            keys.Add(takesLast ? convert(Position, unchecked((long)Convert.ToUInt64(reader.GetValue(0), CultureInfo.InvariantCulture))) : read(Position, reader));
        }

        if (keys.Count == before && Swallowed < 0)
        {
            Swallowed = Position;
        }

        Position++;
    }

    private async ValueTask<IReadOnlyList<TKey>> InTurnAsync(PhysicalConnection connection, CancellationToken cancellationToken)
    {
        var keys = new List<TKey>(calls.Length);
        while (Position < calls.Length)
        {
            var call = calls[Position];
            var command = await connection.GetCommandAsync(call, cancellationToken).ConfigureAwait(false);
            using var limit = new CommandLimit(command, TimeoutSeconds);
            var run = await StatementRun.PrepareAsync(connection, call, command, cancellationToken).ConfigureAwait(false);
            if (connection.Provider.Dialect.SupportsReturning)
            {
                await Rows.ReadAsync(run, call.Text, (reader, _, ct) => KeyAsync(reader, keys, ct), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
                keys.Add(convert(Position, connection.Provider.LastGeneratedKey(command)));
                Position++;
            }
        }

        if (Last is { } last)
        {
            var command = await connection.GetCommandAsync(last, cancellationToken).ConfigureAwait(false);
            using var limit = new CommandLimit(command, TimeoutSeconds);
            await new StatementRun(connection, last.Text, isRead: false, command).ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }

        return keys;
    }

    private async ValueTask<(bool Result, bool IsAtEnd)> KeyAsync(DbDataReader reader, List<TKey> keys, CancellationToken cancellationToken)
    {
        await ReadAsync(reader, takesLast: false, keys, cancellationToken).ConfigureAwait(false);
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return (true, true);
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
