using System.Text;

namespace DataAccess.Migrations.Files.Contents;

/// <summary>Reads parts of a file whose whole text is not held. The file must not change meanwhile.</summary>
/// <param name="path">Its path, for messages.</param>
/// <param name="content">The file.</param>
/// <param name="hasStrayBytes">Whether it has bytes that are no part of UTF-8, which are kept.</param>
internal sealed class LargeFile(string path, SourceContent content, bool hasStrayBytes)
{
    private const int BlockSize = 64 * 1024;

    private readonly (long Length, DateTime ChangedOn) _stamp = content.Stamp;
    private readonly byte[] _block = new byte[BlockSize];
    private readonly Lock _lock = new();
    private int _blockStart;
    private int _blockLength;

    public bool HasStrayBytes { get; } = hasStrayBytes;

    /// <summary>Reads a text.</summary>
    /// <param name="first">Its first byte.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <exception cref="MigrationException">The file has changed since it was checked.</exception>
    public string Read(int first, int length)
    {
        if (length > BlockSize)
        {
            var bytes = new byte[length];
            Fill(bytes, first);
            return Decode(bytes);
        }

        lock (_lock)
        {
            if (first < _blockStart || first + length > _blockStart + _blockLength)
            {
                // Statements are asked for in their order, so that the next ones are read with this one.
                _blockLength = 0;
                var wanted = (int)Math.Min(BlockSize, _stamp.Length - first);
                Fill(_block.AsSpan(0, wanted), first);
                (_blockStart, _blockLength) = (first, wanted);
            }

            return Decode(_block.AsSpan(first - _blockStart, length));
        }
    }

    /// <summary>Opens a text.</summary>
    /// <inheritdoc cref="Read"/>
    public TextReader Open(int first, int length) => new StreamReader(new LargeFilePart(this, first, length), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);

    /// <summary>Reads bytes.</summary>
    /// <inheritdoc cref="Read"/>
    public void Fill(Span<byte> bytes, int first)
    {
        try
        {
            ThrowIfChanged();
            using var stream = content.Open();
            stream.Position = first;
            stream.ReadExactly(bytes);
            ThrowIfChanged();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw MigrationException.Validation([$"{path}: the file cannot be read any more: {exception.Message}"]);
        }
    }

    private string Decode(ReadOnlySpan<byte> bytes) => HasStrayBytes ? StrayBytes.Decode(bytes) : Encoding.UTF8.GetString(bytes);

    private void ThrowIfChanged()
    {
        if (content.Stamp != _stamp)
        {
            throw MigrationException.Validation([$"{path}: the file was changed while the command read it. Run the command again once nothing writes to the file."]);
        }
    }
}
