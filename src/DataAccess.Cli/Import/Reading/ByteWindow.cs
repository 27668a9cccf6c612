namespace DataAccess.Cli.Import.Reading;

/// <summary>
/// The unread part of a source that is in memory. Bytes once shown never move or change, so that records can refer to them;
/// more room means a new array.
/// </summary>
internal sealed class ByteWindow(ImportSource source)
{
    // Just below the size of the large object heap, which is collected rarely.
    private const int ChunkSize = 80 * 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    /// <summary>Whether nothing follows <see cref="Unread"/>.</summary>
    public bool Ended { get; private set; }

    public ReadOnlyMemory<byte> Unread => _bytes.AsMemory(_start, _end - _start);

    /// <summary>The number of the line that <see cref="Unread"/> begins in, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>How many bytes were consumed so far.</summary>
    public long Position { get; private set; }

    public void Advance(int count, int lines)
    {
        _start += count;
        Position += count;
        Line += lines;
    }

    /// <summary>Skips the rest of a line, as far as it is in memory.</summary>
    /// <returns>Whether its end was found.</returns>
    public bool TrySkipLine(bool endsAtReturn)
    {
        var found = LineEnds.TryFind(Unread.Span, Ended, endsAtReturn, out var length, out var consumed);
        Advance(found ? consumed : length, found ? 1 : 0);
        return found;
    }

    /// <summary>Reads more bytes after the unread ones.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var unread = _end - _start;
        if (_end == _bytes.Length)
        {
            var bytes = new byte[Math.Max(ChunkSize, unread * 2)];
            Unread.CopyTo(bytes);
            (_bytes, _start, _end) = (bytes, 0, unread);
        }

        // A record longer than a chunk is scanned again after each fill; filling in proportion keeps that cheap.
        var wanted = unread > ChunkSize ? unread : 1;
        for (var added = 0; added < wanted && _end < _bytes.Length && !Ended;)
        {
            var read = await source.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
            Ended = read == 0;
            _end += read;
            added += read;
        }
    }

    /// <summary>Reads the first bytes, skips a byte order mark, and shows what follows without consuming it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> StartAsync(CancellationToken cancellationToken)
    {
        var mark = System.Text.Encoding.UTF8.Preamble.Length;
        while (Unread.Length < mark && !Ended)
        {
            await FillAsync(cancellationToken);
        }

        if (Unread.Span.StartsWith(System.Text.Encoding.UTF8.Preamble))
        {
            Advance(mark, lines: 0);
        }

        return Unread;
    }
}
