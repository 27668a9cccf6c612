using System.Text;

namespace DataAccess.Cli.Commands;

/// <summary>A file that an option names to write to.</summary>
/// <param name="option">The option, for messages.</param>
/// <param name="path">The file.</param>
internal sealed class OutputFile(string option, string path)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _temporary = path + ".tmp";

    /// <summary>Whether the file is to be written where it is, and not replaced: a device, or a link to another file.</summary>
    private bool IsKept => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal) || new FileInfo(path).LinkTarget is not null;

    /// <summary>Makes sure before any work that the file can be written.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public void Check()
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new IOException("It is a folder.");
            }

            if (!IsKept)
            {
                new FileStream(_temporary, FileMode.Create, FileAccess.Write).Dispose();
                File.Delete(_temporary);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(MessageOf(exception), exception);
        }
    }

    /// <summary>Writes the file in one step: who reads meanwhile gets the old text or the new.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            if (IsKept)
            {
                await File.WriteAllTextAsync(path, text, Utf8, cancellationToken);
                return;
            }

            await File.WriteAllTextAsync(_temporary, text, Utf8, cancellationToken);
            File.Move(_temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(MessageOf(exception), exception);
        }
    }

    private string MessageOf(Exception exception) => $"{option} '{path}' cannot be written: {exception.Message} Name a file in a folder that exists and that you may write to.";
}
