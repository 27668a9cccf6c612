namespace DataAccess.Sessions;

/// <summary>What was read of a stream that cannot seek: in memory, or in a temporary file that is deleted when it is closed.</summary>
internal static class BufferedValue
{
    private const int BufferSize = 80 * 1024;
    private const int MaxInMemory = 1024 * 1024;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="MappingException">It is longer than the database takes.</exception>
    public static async ValueTask<Stream> ReadAsync(Stream source, long maxBytes, string limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        Stream copy = new MemoryStream();
        try
        {
            while (await source.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                if (copy.Length + read > maxBytes)
                {
                    throw TooLong(maxBytes, limit);
                }

                if (copy is MemoryStream small && copy.Length + read > MaxInMemory)
                {
                    copy = OpenFile();
                    small.Position = 0;
                    await small.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
                }

                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            copy.Position = 0;
            return copy;
        }
        catch
        {
            await copy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static MappingException TooLong(long maxBytes, string limit)
        => new(Invariant($"A stream that was passed as a value has more than {maxBytes} bytes. {limit} Nothing was sent."));

    private static FileStream OpenFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"dataaccess-{Guid.NewGuid():N}.tmp"), options);
    }
}
