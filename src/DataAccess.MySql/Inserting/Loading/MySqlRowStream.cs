using DataAccess.Mapping;
using DataAccess.MySql.Types;

namespace DataAccess.MySql.Inserting.Loading;

/// <summary>Rows as a stream of text that is produced while it is read.</summary>
internal sealed class MySqlRowStream<T>(TableMap<T> map, ReadOnlyMemory<T> rows, CancellationToken cancellationToken) : Stream
    where T : notnull
{
    private readonly MySqlLoadWriter _writer = new();
    private int _nextRow;
    private int _read;

    /// <summary>Whether every value could be encoded as text.</summary>
    public bool IsEncodable => _writer.IsEncodable;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_read == _writer.Written.Length)
        {
            Fill(buffer.Length);
        }

        var count = Math.Min(buffer.Length, _writer.Written.Length - _read);
        _writer.Written.Slice(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _writer.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill(int bytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _writer.Clear();
        _read = 0;
        var all = rows.Span;
        while (_nextRow < all.Length && _writer.Written.Length < bytes)
        {
            map.Write(all[_nextRow], _writer);
            _writer.EndRow();
            _nextRow++;
        }
    }
}
