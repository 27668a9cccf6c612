namespace DataAccess.Sessions;

/// <summary>What was read of a stream that cannot seek: in memory, or in a temporary file that is deleted when it is closed.</summary>
internal static class Spool
{
    private const int BufferSize = 80 * 1024;
    private const int MaxInMemory = 1024 * 1024;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="MappingException">It is longer than the database takes.</exception>
    public static async ValueTask<Stream> ReadAsync(Stream source, long maxBytes, string limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        Stream spool = new MemoryStream();
        try
        {
            while (await source.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                if (spool.Length + read > maxBytes)
                {
                    throw TooLong(maxBytes, limit);
                }

                if (spool is MemoryStream small && spool.Length + read > MaxInMemory)
                {
                    spool = OpenFile();
                    small.Position = 0;
                    await small.CopyToAsync(spool, cancellationToken).ConfigureAwait(false);
                }

                await spool.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            spool.Position = 0;
            return spool;
        }
        catch
        {
            await spool.DisposeAsync().ConfigureAwait(false);
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
