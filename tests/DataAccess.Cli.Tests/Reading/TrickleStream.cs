namespace DataAccess.Cli.Tests.Reading;

/// <summary>Returns a few bytes per read, as a pipe may, and can fail after the last one.</summary>
internal sealed class TrickleStream(byte[] bytes, int mostPerRead, bool seekable = false, Exception? failure = null) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => seekable;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position
    {
        get => _position;
        set => _position = (int)value;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Math.Min(Math.Min(mostPerRead, count), bytes.Length - _position);
        if (read == 0 && failure is not null)
        {
            throw failure;
        }

        bytes.AsSpan(_position, read).CopyTo(buffer.AsSpan(offset));
        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
