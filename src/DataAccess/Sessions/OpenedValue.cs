using DataAccess.Connections.Pool;

namespace DataAccess.Sessions;

/// <summary>A column's value that is read in parts, on the connection's own thread where the driver blocks.</summary>
internal abstract class OpenedValue(long length)
{
    public long Length => length;

    /// <summary>The number of bytes that are worth a visit to the driver; 0 if any number is.</summary>
    public abstract int PieceSize { get; }

    /// <summary>Reads some of the bytes from a place, which is where the last ones ended.</summary>
    public abstract ValueTask<int> ReadAsync(PhysicalConnection connection, long from, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Ends the reading, wherever it is.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="failure">What a read has failed with, or null.</param>
    /// <param name="cancellationToken">Ends the wait for what has to be run to its end.</param>
    public abstract ValueTask CloseAsync(PhysicalConnection connection, Exception? failure, CancellationToken cancellationToken);

    /// <summary>Opens the value that the first column of a statement's first row has; null if there is no row, or no value.</summary>
    /// <exception cref="MappingException">The column holds neither bytes nor text.</exception>
    public static async ValueTask<OpenedValue?> OpenAsync(StatementRun run, PhysicalConnection connection, CancellationToken cancellationToken)
    {
        var reader = await run.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && !await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false))
            {
                if (connection.Provider.ValuePieces is null)
                {
                    return SequentialValue.Of(run, reader, connection.Provider);
                }

                var length = reader.GetInt64(0);
                await run.CloseAsync(reader, isAtEnd: false, cancellationToken).ConfigureAwait(false);
                return new PiecewiseValue(connection.Provider.ValuePieces, length);
            }
        }
        catch (Exception exception)
        {
            await run.AbandonAsync(reader, exception, cancellationToken).ConfigureAwait(false);
            throw;
        }

        await run.CloseAsync(reader, isAtEnd: false, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
