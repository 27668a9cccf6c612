namespace DataAccess.Cli.Import.Reading;

/// <summary>
/// The bytes of a file or of standard input. Detects a file that ends early, and can go back to the start once: a file
/// by seeking, anything else by replaying what was read so far, which is kept until going back is ruled out.
/// </summary>
internal sealed class ImportSource : IAsyncDisposable
{
    private readonly Stream _stream;
    private MemoryStream? _recorded;
    private bool _replaying;
    private long _bytesRead;

    /// <param name="name">Its name in messages.</param>
    /// <param name="stream">The bytes; disposed with the source.</param>
    /// <param name="length">The number of bytes, or null if unknown.</param>
    public ImportSource(string name, Stream stream, long? length)
    {
        Name = name;
        Length = length;
        _stream = stream;
        _recorded = stream.CanSeek ? null : new MemoryStream();
    }

    public string Name { get; }

    public long? Length { get; }

    /// <summary>Whether all of it can be read before it is read again; otherwise only as much as memory should hold.</summary>
    public bool CanReadTwice => _stream.CanSeek;

    /// <summary>The number of bytes read. Thread-safe.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Opens a file.</summary>
    public static ImportSource Open(string path)
    {
        // Other processes may write to the file or delete it: the open handle keeps its bytes.
        var stream = new FileStream(path, new FileStreamOptions
        {
            Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        });
        return new ImportSource(path, stream, stream.CanSeek ? stream.Length : null);
    }

    /// <summary>Reads the next bytes.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="InputFailedException">The bytes cannot be read, or end before the length at the start.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = _replaying ? Replay(buffer.Span) : 0;
        if (read == 0)
        {
            read = await ReadStreamAsync(buffer, cancellationToken);
            _recorded?.Write(buffer.Span[..read]);
        }

        var total = Interlocked.Add(ref _bytesRead, read);
        return read > 0 || Length is not { } length || total >= length
            ? read
            : throw new InputFailedException(Invariant($"{Name} ended after {total} of its {length} bytes: it was truncated or replaced while it was being read."));
    }

    /// <summary>Goes back to the first byte. Allowed once, as what is replayed is not kept again.</summary>
    public void Rewind()
    {
        Interlocked.Exchange(ref _bytesRead, 0);
        if (_stream.CanSeek)
        {
            _stream.Position = 0;
            return;
        }

        _replaying = true;
        _recorded!.Position = 0;
    }

    /// <summary>Rules out going back, so that nothing needs to be kept.</summary>
    public void ForgetStart()
    {
        _recorded?.Dispose();
        _recorded = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (_recorded is not null)
        {
            await _recorded.DisposeAsync();
        }
    }

    private int Replay(Span<byte> buffer)
    {
        var read = _recorded!.Read(buffer);
        if (read == 0)
        {
            _replaying = false;
            ForgetStart();
        }

        return read;
    }

    private async ValueTask<int> ReadStreamAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            // A read of a pipe or a terminal ignores its token; it is abandoned, as the program is about to end.
            return _stream.CanSeek
                ? await _stream.ReadAsync(buffer, cancellationToken)
                : await _stream.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputFailedException(Invariant($"Reading {Name} failed after {BytesRead} bytes: {exception.Message}"), exception);
        }
    }
}
