namespace DataAccess.Migrations.Files.Contents;

/// <summary>A part of a large file as a stream, in blocks, so that the file is not kept open.</summary>
internal sealed class LargeFilePart(LargeFile file, int first, int length) : Stream
{
    private const int BlockSize = 64 * 1024;

    private readonly byte[] _block = new byte[Math.Min(BlockSize, length)];
    private int _read;
    private int _at;
    private int _filled;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read - (_filled - _at);
        set => throw new NotSupportedException("A part of a file is read once, from its start.");
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _filled)
        {
            (_at, _filled) = (0, Math.Min(_block.Length, length - _read));
            if (_filled == 0)
            {
                return 0;
            }

            file.Fill(_block.AsSpan(0, _filled), first + _read);
            _read += _filled;
        }

        var count = Math.Min(buffer.Length, _filled - _at);
        _block.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A part of a file is read once, from its start.");

    public override void SetLength(long value) => throw new NotSupportedException("A part of a file is only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A part of a file is only read.");
}
