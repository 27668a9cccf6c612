using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Providers;

namespace DataAccess.Sessions;

/// <summary>A value that the driver's reader gives as a stream, with the row still arriving.</summary>
internal sealed class SequentialValue : OpenedValue
{
    private const int BytesPerVisit = 128 * 1024;

    private readonly StatementRun _run;
    private readonly DbDataReader _reader;
    private readonly Stream _stream;

    private SequentialValue(StatementRun run, DbDataReader reader, Stream stream, long length)
        : base(length)
        => (_run, _reader, _stream) = (run, reader, stream);

    /// <summary>The value of the first column of a reader's row.</summary>
    public static SequentialValue Of(StatementRun run, DbDataReader reader, DatabaseProvider provider)
    {
        var type = reader.GetFieldType(0);
        if (type != typeof(byte[]) && type != typeof(string))
        {
            throw new MappingException($"The column {reader.GetName(0)} is of type {reader.GetDataTypeName(0)}, and only bytes and text are read as a Stream. Name the column of bytes first.");
        }

        // In this order: Npgsql takes the column for read once its stream was given out.
        var length = run.IsSynchronous ? 0 : reader.GetBytes(0, 0, null, 0, 0);
        var stream = provider.OpenColumn(reader, 0);
        return new SequentialValue(run, reader, stream, run.IsSynchronous ? stream.Length : length);
    }

    public override int PieceSize => _run.IsSynchronous ? BytesPerVisit : 0;

    // A driver that blocks would read all that is asked for in the caller's place, too; this is its own thread.
    public override ValueTask<int> ReadAsync(PhysicalConnection connection, long from, Memory<byte> buffer, CancellationToken cancellationToken)
        => _run.IsSynchronous ? new(_stream.Read(buffer.Span)) : _stream.ReadAsync(buffer, cancellationToken);

    public override async ValueTask CloseAsync(PhysicalConnection connection, Exception? failure, CancellationToken cancellationToken)
    {
        if (_run.IsSynchronous)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }

        if (failure is null)
        {
            await _run.CloseAsync(_reader, isAtEnd: false, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _run.AbandonAsync(_reader, failure, cancellationToken).ConfigureAwait(false);
        }
    }
}
