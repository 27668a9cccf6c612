using System.Text;

namespace DataAccess.Migrations.Files.Contents;

/// <summary>Reads text in which stray bytes are kept.</summary>
/// <param name="stream">The file.</param>
/// <param name="onBytes">Takes each piece of it, each byte as a character.</param>
internal sealed class StrayByteReader(Stream stream, Action<ReadOnlySpan<char>> onBytes) : TextReader
{
    private const int Size = 64 * 1024;

    private readonly byte[] _bytes = new byte[Size];
    private readonly char[] _latin = new char[Size];
    private readonly char[] _text = new char[Size];
    private int _bytesEnd;
    private int _at;
    private int _end;
    private bool _isLast;

    public override int Read(Span<char> buffer)
    {
        while (_at == _end)
        {
            if (_isLast && _bytesEnd == 0)
            {
                return 0;
            }

            Decode();
        }

        var length = Math.Min(buffer.Length, _end - _at);
        _text.AsSpan(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int ReadBlock(Span<char> buffer)
    {
        var length = 0;
        while (length < buffer.Length && Read(buffer[length..]) is > 0 and var read)
        {
            length += read;
        }

        return length;
    }

    private void Decode()
    {
        var read = stream.Read(_bytes, _bytesEnd, Size - _bytesEnd);
        Encoding.Latin1.GetChars(_bytes.AsSpan(_bytesEnd, read), _latin);
        onBytes(_latin.AsSpan(0, read));
        _isLast = read == 0;
        ReadOnlySpan<byte> rest = _bytes.AsSpan(0, _bytesEnd + read);
        StrayBytes.Decode(ref rest, _text, _isLast, out _end);
        _at = 0;
        rest.CopyTo(_bytes);
        _bytesEnd = rest.Length;
    }
}
