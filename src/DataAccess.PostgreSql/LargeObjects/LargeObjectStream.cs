using DataAccess.Providers;

namespace DataAccess.PostgreSql.LargeObjects;

/// <summary>
/// A large object as a stream. It reads and writes pieces of 256 KB, asynchronously; seeking costs nothing. It is used by one call at a time, inside its transaction.
/// </summary>
/// <remarks>
/// What is written is sent by <see cref="Stream.FlushAsync()"/>, by <see cref="DisposeAsync"/>, and before <c>tx.InTransactionAsync</c> sets or releases a savepoint. If the work of the transaction, or of
/// the savepoint, returns while a stream that was opened in it is not disposed, it is rolled back and <see cref="InvalidOperationException"/> is thrown. After the rollback of a savepoint the stream is
/// as it was when that was set; one that was opened in it cannot be used any more. Texts that set or end savepoints are rejected while it is open.
/// </remarks>
public sealed class LargeObjectStream : Stream, IOpenInTransaction
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
    private bool _hasFailed;
    private string? _ended;

    internal LargeObjectStream(DatabaseTransaction transaction, long number, long length)
    {
        (_transaction, _number, _length) = (transaction, number, length);
        transaction.AddOpen(this);
    }

    /// <inheritdoc/>
    public override bool CanRead => IsUsable;

    /// <inheritdoc/>
    public override bool CanSeek => IsUsable;

    /// <inheritdoc/>
    public override bool CanWrite => IsUsable;

    private bool IsUsable => !_isClosed && _ended is null;

    /// <summary>The number of bytes, with those that were written here.</summary>
    public override long Length => _pending > 0 ? Math.Max(_length, _position) : _length;

    /// <summary>Where the next byte is read or written; beyond the end, zeros come between.</summary>
    /// <exception cref="InvalidOperationException">Written bytes are buffered: call <see cref="Stream.FlushAsync()"/> before seeking.</exception>
    public override long Position
    {
        get => _position;
        set
        {
            ThrowIfUnusable();
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
        ThrowIfUnusable();
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
        ThrowIfUnusable();
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
        ThrowIfUnusable();
        if (_pending == 0)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();

        // Gone before they are sent: if that fails, Dispose sends nothing more. The transaction, which has the stream as open until they were sent, is undone.
        var bytes = _written[.._pending];
        var at = _position - _pending;
        (_pending, _hasFailed) = (0, true);
        await _transaction.ExecuteAsync($"select lo_put({_number}::bigint::oid, {at}, {bytes})", cancellationToken).ConfigureAwait(false);
        _length = Math.Max(_length, at + bytes.Length);
        _hasFailed = false;
    }

    /// <summary>Sets the number of bytes: the others are cut off, or zeros are added.</summary>
    /// <param name="value">The number of bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask SetLengthAsync(long value, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
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
        if (IsUsable)
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            Close(isSent: !_hasFailed);
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
        if (disposing && IsUsable)
        {
            Close(isSent: _pending == 0 && !_hasFailed);
            if (_pending > 0)
            {
                throw new InvalidOperationException("Bytes that were written were not sent, because the stream was disposed synchronously. Use 'await using', or FlushAsync before.");
            }
        }

        base.Dispose(disposing);
    }

    ValueTask IOpenInTransaction.SendAsync(CancellationToken cancellationToken) => _isClosed ? default : new(FlushAsync(cancellationToken));

    object IOpenInTransaction.Remember() => (_position, _length, _hasFailed);

    void IOpenInTransaction.Return(object known)
    {
        (_position, _length, _hasFailed) = ((long, long, bool))known;
        (_pending, _read) = (0, default);
        if (_isClosed && !_hasFailed)
        {
            // What it could not send was written in the savepoint.
            _transaction.RemoveOpen(this);
        }
    }

    void IOpenInTransaction.End(string why) => (_ended, _pending, _read) = (why, 0, default);

    private void Close(bool isSent)
    {
        _isClosed = true;
        if (isSent)
        {
            _transaction.RemoveOpen(this);
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_ended is not null)
        {
            throw new ObjectDisposedException(nameof(LargeObjectStream), _ended);
        }
    }

    private static NotSupportedException Synchronous(string instead) => new($"A large object is used asynchronously: {instead}.");
}
