using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;

namespace DataAccess.Sessions;

/// <summary>Runs several queries and reads their results: in one round trip where the driver has batches, else one after the other.</summary>
internal static class StatementBatch
{
    public static ValueTask<bool> RunAsync(
        PhysicalConnection connection, (StatementCall[] Calls, ResultRead[] Reads) state, CancellationToken cancellationToken)
        => connection.Connection.CanCreateBatch && !Array.Exists(state.Calls, static call => call.Text.NeedsPreparing)
            ? TogetherAsync(connection, state.Calls, state.Reads, cancellationToken)
            : InTurnAsync(connection, state.Calls, state.Reads, cancellationToken);

    private static async ValueTask<bool> TogetherAsync(PhysicalConnection connection, StatementCall[] calls, ResultRead[] reads, CancellationToken cancellationToken)
    {
        foreach (var call in calls)
        {
            connection.Note(call.Text);
        }

        foreach (var call in calls)
        {
            await connection.LearnTypesAsync(call.Text, cancellationToken).ConfigureAwait(false);
        }

        var isRead = Array.TrueForAll(calls, static call => call.Text.IsRead);
        var isInSavepoint = isRead && ReadSavepoint.IsWanted(connection, calls[0].Text);
        var batch = isInSavepoint
            ? await ReadSavepoint.AroundAsync(connection, prepare: false, calls, cancellationToken).ConfigureAwait(false)
            : Create(connection, calls);
        MappingException? rounded = null;
        await using (batch.ConfigureAwait(false))
        {
            await Rows.ReadAsync(
                new StatementRun(connection, calls[0].Text, isRead, null, batch, isInSavepoint),
                calls[0].Text,
                async (reader, _, ct) =>
                {
                    rounded = await SeveralResults.ReadAsync(connection, reader, reads, i => calls[i].Text, keepsPlans: true, ct).ConfigureAwait(false);
                    return (true, true);
                },
                cancellationToken).ConfigureAwait(false);
        }

        return rounded is null
            || (isRead ? await InTurnAsync(connection, calls, reads, cancellationToken).ConfigureAwait(false) : throw rounded);
    }

    private static async ValueTask<bool> InTurnAsync(PhysicalConnection connection, StatementCall[] calls, ResultRead[] reads, CancellationToken cancellationToken)
    {
        for (var i = 0; i < calls.Length; i++)
        {
            var (call, read, number) = (calls[i], reads[i], i);
            var command = await connection.GetCommandAsync(call, cancellationToken).ConfigureAwait(false);
            await Rows.ReadAsync(
                new StatementRun(connection, call.Text, call.Text.IsRead, command),
                call.Text,
                async (reader, text, ct) =>
                {
                    if (reader.FieldCount == 0)
                    {
                        throw SeveralResults.WrongCount(number, reads.Length);
                    }

                    await read.ReadAsync(reader, text, keepsPlan: true, ct).ConfigureAwait(false);
                    return (true, true);
                },
                cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static DbBatch Create(PhysicalConnection connection, StatementCall[] calls)
    {
        var batch = connection.CreateBatch();
        foreach (var call in calls)
        {
            connection.AddTo(batch, call);
        }

        return batch;
    }
}
