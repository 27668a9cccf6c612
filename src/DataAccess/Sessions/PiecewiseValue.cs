using System.Data;
using DataAccess.Connections.Pool;
using DataAccess.Providers;

namespace DataAccess.Sessions;

/// <summary>A value that the session keeps, and that a statement for each piece reads.</summary>
internal sealed class PiecewiseValue(ValuePieces pieces, long length) : OpenedValue(length)
{
    public override int PieceSize => pieces.Size;

    public override async ValueTask<int> ReadAsync(PhysicalConnection connection, long from, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var command = connection.Connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = connection.CommandTransaction;
            pieces.Read(command, from, buffer.Length);
            var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false) || await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false))
                {
                    return 0;
                }

                var stream = reader.GetStream(0);
                await using (stream.ConfigureAwait(false))
                {
                    return await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    public override async ValueTask CloseAsync(PhysicalConnection connection, Exception? failure, CancellationToken cancellationToken)
    {
        if (connection.IsBroken)
        {
            return;
        }

        var command = connection.Connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = connection.CommandTransaction;
            pieces.Forget(command);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
