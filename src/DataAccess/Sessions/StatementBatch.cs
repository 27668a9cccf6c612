using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Mapping;

namespace DataAccess.Sessions;

/// <summary>Runs two queries and reads both results: in one round trip where the driver has batches, else one after the other.</summary>
internal static class StatementBatch
{
    public static ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> RunAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        PhysicalConnection connection, StatementCall first, StatementCall second, CancellationToken cancellationToken)
        => connection.Connection.CanCreateBatch && !first.Text.NeedsPreparing && !second.Text.NeedsPreparing
            ? TogetherAsync<T1, T2>(connection, first, second, cancellationToken)
            : InTurnAsync<T1, T2>(connection, first, second, cancellationToken);

    private static async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> TogetherAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        PhysicalConnection connection, StatementCall first, StatementCall second, CancellationToken cancellationToken)
    {
        connection.Note(first.Text);
        connection.Note(second.Text);
        await connection.LearnTypesAsync(first.Text, cancellationToken).ConfigureAwait(false);
        await connection.LearnTypesAsync(second.Text, cancellationToken).ConfigureAwait(false);
        var isRead = first.Text.IsRead && second.Text.IsRead;
        var isInSavepoint = isRead && ReadSavepoint.IsWanted(connection, first.Text);
        var batch = isInSavepoint
            ? await ReadSavepoint.AroundAsync(connection, prepare: false, new[] { first, second }, cancellationToken).ConfigureAwait(false)
            : Create(connection, first, second);
        MappingException? rounded = null;
        (IReadOnlyList<T1>, IReadOnlyList<T2>) results;
        await using (batch.ConfigureAwait(false))
        {
            results = await Rows.ReadAsync(
                new StatementRun(connection, first.Text, isRead, null, batch, isInSavepoint),
                first.Text,
                async (reader, text, ct) =>
                {
                    rounded = ExactResult.FindRounded(connection, text, reader);
                    var (rows, _) = await Rows.AllAsync<T1>(reader, text, ct).ConfigureAwait(false);
                    await reader.NextResultAsync(ct).ConfigureAwait(false);
                    rounded = ExactResult.FindRounded(connection, second.Text, reader) ?? rounded;
                    var (others, _) = await Rows.AllAsync<T2>(reader, second.Text, ct).ConfigureAwait(false);
                    return ((rows, others), true);
                },
                cancellationToken).ConfigureAwait(false);
        }

        return rounded is null ? results
            : isRead ? await InTurnAsync<T1, T2>(connection, first, second, cancellationToken).ConfigureAwait(false)
            : throw rounded;
    }

    private static async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> InTurnAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        PhysicalConnection connection, StatementCall first, StatementCall second, CancellationToken cancellationToken)
    {
        var command = await connection.GetCommandAsync(first, cancellationToken).ConfigureAwait(false);
        var run = new StatementRun(connection, first.Text, first.Text.IsRead, command);
        var rows = await Rows.ListAsync<T1>(run, first.Text, cancellationToken).ConfigureAwait(false);
        command = await connection.GetCommandAsync(second, cancellationToken).ConfigureAwait(false);
        run = new StatementRun(connection, second.Text, second.Text.IsRead, command);
        return (rows, await Rows.ListAsync<T2>(run, second.Text, cancellationToken).ConfigureAwait(false));
    }

    private static DbBatch Create(PhysicalConnection connection, StatementCall first, StatementCall second)
    {
        var batch = connection.CreateBatch();
        connection.AddTo(batch, first);
        connection.AddTo(batch, second);
        return batch;
    }
}
