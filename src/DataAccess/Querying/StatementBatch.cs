using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess;

/// <summary>Runs two queries and reads both results: in one round trip where the driver has batches, else one after the other.</summary>
internal static class StatementBatch
{
    public static ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> RunAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        PhysicalConnection connection, DatabaseProvider provider, StatementCall first, StatementCall second, CancellationToken cancellationToken)
        => connection.Connection.CanCreateBatch
            ? TogetherAsync<T1, T2>(connection, provider, first, second, cancellationToken)
            : InTurnAsync<T1, T2>(connection, first, second, cancellationToken);

    private static async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> TogetherAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        PhysicalConnection connection, DatabaseProvider provider, StatementCall first, StatementCall second, CancellationToken cancellationToken)
    {
        var batch = connection.Connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Transaction = connection.Transaction;
            Add(batch, provider, first);
            Add(batch, provider, second);
            var reader = await batch.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = await Rows.ListAsync<T1>(reader, first.Text, cancellationToken).ConfigureAwait(false);
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                return (rows, await Rows.ListAsync<T2>(reader, second.Text, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private static async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> InTurnAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        PhysicalConnection connection, StatementCall first, StatementCall second, CancellationToken cancellationToken)
    {
        var command = await connection.GetCommandAsync(first, cancellationToken).ConfigureAwait(false);
        var rows = await Rows.ListAsync<T1>(command, first.Text, cancellationToken).ConfigureAwait(false);
        command = await connection.GetCommandAsync(second, cancellationToken).ConfigureAwait(false);
        return (rows, await Rows.ListAsync<T2>(command, second.Text, cancellationToken).ConfigureAwait(false));
    }

    private static void Add(DbBatch batch, DatabaseProvider provider, StatementCall call)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = call.Text.Sql;
        for (var i = 0; i < call.Values.Length; i++)
        {
            var parameter = provider.CreateParameter(i, call.Text.ParameterTypes[i]);
            parameter.Value = call.Values[i] is { } value ? provider.ToDriverValue(value) : DBNull.Value;
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }
}
