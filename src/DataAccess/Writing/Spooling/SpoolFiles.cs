using System.Runtime.InteropServices;
using System.Text;

namespace DataAccess.Writing.Spooling;

/// <summary>The files of a directory: readable by their owner alone, and known to be in it after a power failure.</summary>
internal static partial class SpoolFiles
{
    private const int InvalidArgument = 22;

    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Writes the directory's entries to the disk. Windows keeps them with the files' own.</summary>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var directory = Open([.. Encoding.UTF8.GetBytes(path), 0], 0);
        if (directory < 0)
        {
            throw new IOException($"The directory '{path}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            // Some file systems have no such call for directories, and say so.
            if (Flush(directory) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw new IOException($"The directory '{path}' cannot be written to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
        finally
        {
            _ = Close(directory);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
