using System.Text;

namespace DataAccess.Cli.Terminal;

/// <summary>Writes UTF-8 to a text writer, so that what may have any length is never held as a whole.</summary>
internal sealed class TextWriterStream(TextWriter writer) : Stream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private char[] _characters = new char[1_024];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A text writer has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A text writer has no position.");
        set => throw new NotSupportedException("A text writer has no position.");
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var needed = _decoder.GetCharCount(buffer, flush: false);
        if (_characters.Length < needed)
        {
            _characters = new char[needed];
        }

        writer.Write(_characters, 0, _decoder.GetChars(buffer, _characters, flush: false));
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // The writer is flushed by who has it.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A text writer is only written to.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A text writer has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("A text writer has no length.");
}
