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
/// <param name="read">Reads a key from a result.</param>
/// <param name="convert">Makes a key of the number that the database says, where it does not give keys back.</param>
internal sealed class InsertBatch<TKey>(StatementCall[] calls, Func<DbDataReader, TKey> read, Func<long, TKey> convert)
{
    public ValueTask<IReadOnlyList<TKey>> RunAsync(PhysicalConnection connection, CancellationToken cancellationToken)
        => connection.Connection.CanCreateBatch && calls.Length > 1 && !Array.Exists(calls, static call => call.Text.NeedsPreparing)
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
            Add(batch, takeLast);
            foreach (var call in calls)
            {
                connection.AddTo(batch, call);
                Add(batch, takeLast);
            }

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
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                keys.Add(takesLast ? convert(unchecked((long)Convert.ToUInt64(reader.GetValue(0), CultureInfo.InvariantCulture))) : read(reader));
            }
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        return (keys, true);
    }

    private async ValueTask<IReadOnlyList<TKey>> InTurnAsync(PhysicalConnection connection, CancellationToken cancellationToken)
    {
        var keys = new List<TKey>(calls.Length);
        foreach (var call in calls)
        {
            var command = await connection.GetCommandAsync(call, cancellationToken).ConfigureAwait(false);
            var run = await StatementRun.PrepareAsync(connection, call, command, cancellationToken).ConfigureAwait(false);
            if (connection.Provider.Dialect.SupportsReturning)
            {
                keys.AddRange(await Rows.ReadAsync(run, call.Text, (reader, _, ct) => KeysAsync(reader, takesLast: false, ct), cancellationToken).ConfigureAwait(false));
            }
            else
            {
                await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
                keys.Add(convert(connection.Provider.LastGeneratedKey(command)));
            }
        }

        return keys;
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
