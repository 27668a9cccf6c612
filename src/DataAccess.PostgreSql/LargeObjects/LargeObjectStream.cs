namespace DataAccess.PostgreSql.LargeObjects;

/// <summary>
/// A large object as a stream. It reads and writes pieces of 256 KB, asynchronously; seeking costs nothing. It is used by one call at a time, inside its transaction.
/// </summary>
public sealed class LargeObjectStream : Stream
{
    private const int PieceSize = 256 * 1024;

    private readonly DatabaseTransaction _transaction;
    private readonly long _number;
    private readonly byte[] _written = new byte[PieceSize];
    private ReadOnlyMemory<byte> _read;
    private int _pending;
    private long _position;
    private long _length;
    private bool _isClosed;

    internal LargeObjectStream(DatabaseTransaction transaction, long number, long length)
        => (_transaction, _number, _length) = (transaction, number, length);

    /// <inheritdoc/>
    public override bool CanRead => !_isClosed;

    /// <inheritdoc/>
    public override bool CanSeek => !_isClosed;

    /// <inheritdoc/>
    public override bool CanWrite => !_isClosed;

    /// <summary>The number of bytes, with those that were written here.</summary>
    public override long Length => _pending > 0 ? Math.Max(_length, _position) : _length;

    /// <summary>Where the next byte is read or written; beyond the end, zeros come between.</summary>
    /// <exception cref="InvalidOperationException">Written bytes are buffered: call <see cref="Stream.FlushAsync()"/> before seeking.</exception>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value == _position)
            {
                return;
            }

            if (_pending > 0)
            {
                throw new InvalidOperationException("Bytes that were written are still buffered. Call FlushAsync before seeking.");
            }

            _position = value;
            _read = default;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_read.IsEmpty && buffer.Length > 0 && _position < _length)
        {
            _read = await _transaction.QuerySingleAsync<byte[]>($"select lo_get({_number}::bigint::oid, {_position}, {PieceSize})", cancellationToken).ConfigureAwait(false);
        }

        var read = Math.Min(_read.Length, buffer.Length);
        _read[..read].CopyTo(buffer);
        _read = _read[read..];
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        _read = default;
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, PieceSize - _pending);
            buffer[..count].CopyTo(_written.AsMemory(_pending));
            buffer = buffer[count..];
            _pending += count;
            _position += count;
            if (_pending == PieceSize)
            {
                await FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends what was written and is still buffered.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending == 0)
        {
            return;
        }

        // Gone before they are sent: if that fails, the transaction is undone, and Dispose sends nothing more.
        var bytes = _written[.._pending];
        var at = _position - _pending;
        _pending = 0;
        await _transaction.ExecuteAsync($"select lo_put({_number}::bigint::oid, {at}, {bytes})", cancellationToken).ConfigureAwait(false);
        _length = Math.Max(_length, at + bytes.Length);
    }

    /// <summary>Sets the number of bytes: the others are cut off, or zeros are added.</summary>
    /// <param name="value">The number of bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask SetLengthAsync(long value, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _transaction.QuerySingleAsync<int>(
            $"select lo_truncate64(fd, {value}) + lo_close(fd) from (select lo_open({_number}::bigint::oid, {0x20000}) as fd offset 0) opened", cancellationToken).ConfigureAwait(false);
        _length = value;
        _position = Math.Min(_position, value);
        _read = default;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
        => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => Length + offset };

    /// <summary>Sends what was written and is still buffered.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            _isClosed = true;
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Not supported: use <see cref="SetLengthAsync"/>.</summary>
    /// <param name="value">Not used.</param>
    public override void SetLength(long value) => throw Synchronous(nameof(SetLengthAsync));

    /// <summary>Not supported: use <see cref="Stream.FlushAsync()"/>. Does nothing if nothing is buffered.</summary>
    public override void Flush()
    {
        if (_pending > 0)
        {
            throw Synchronous(nameof(FlushAsync));
        }
    }

    /// <summary>Not supported: use <see cref="ReadAsync(Memory{byte}, CancellationToken)"/>.</summary>
    /// <param name="buffer">Not used.</param>
    /// <param name="offset">Not used.</param>
    /// <param name="count">Not used.</param>
    public override int Read(byte[] buffer, int offset, int count) => throw Synchronous(nameof(ReadAsync));

    /// <summary>Not supported: use <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</summary>
    /// <param name="buffer">Not used.</param>
    /// <param name="offset">Not used.</param>
    /// <param name="count">Not used.</param>
    public override void Write(byte[] buffer, int offset, int count) => throw Synchronous(nameof(WriteAsync));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            if (_pending > 0)
            {
                throw new InvalidOperationException("Bytes that were written were not sent, because the stream was disposed synchronously. Use 'await using', or FlushAsync before.");
            }
        }

        base.Dispose(disposing);
    }

    private static NotSupportedException Synchronous(string instead) => new($"A large object is used asynchronously: {instead}.");
}
