using System.Text;

namespace DataAccess.Cli.Import.Loading;

/// <summary>
/// The CSV file of what was not loaded: line, column, reason and the record as written in the file. Created when the first
/// row is rejected, replacing an older one. Thread-safe.
/// </summary>
internal sealed class RejectsFile(string path) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private StreamWriter? _writer;

    /// <summary>Why it could not be written, or null. The import has to stop then, or rows would be lost.</summary>
    public Exception? Failure { get; private set; }

    public async ValueTask AddAsync(long line, string? column, string reason, ReadOnlyMemory<byte> record)
    {
        await _turn.WaitAsync();
        try
        {
            _writer ??= await CreateAsync();
            await _writer.WriteLineAsync(Invariant($"{line},{Quoted(column ?? "")},{Quoted(reason)},{Quoted(Encoding.UTF8.GetString(record.Span))}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure ??= new IOException($"The rejects file '{path}' cannot be written: {exception.Message} Name another with --rejects FILE.", exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        _turn.Dispose();
    }

    private async ValueTask<StreamWriter> CreateAsync()
    {
        var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n", AutoFlush = true };
        await writer.WriteLineAsync("line,column,reason,record");
        return writer;
    }

    private static string Quoted(string text)
        => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
