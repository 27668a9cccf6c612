using System.Security.Cryptography;
using System.Text;
using DataAccess.Providers;

namespace DataAccess.Sqlite.Locking;

/// <summary>
/// A named lock as a file beside the database, which the operating system locks and unlocks, also when the process ends. The file is never deleted: one
/// process could wait for the old one while another makes a new one, and both would have the lock.
/// </summary>
internal sealed class SqliteFileLock : LocalLock
{
    private readonly FileStream _file;

    private SqliteFileLock(FileStream file) => _file = file;

    /// <summary>Takes a lock; null if somebody has it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static SqliteFileLock? TryTake(string database, string name)
    {
        FileStream file;
        try
        {
            file = new FileStream(PathOf(database, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(
                $"The lock '{name}' cannot be taken: {exception.Message.TrimEnd('.')}. Let this user write {PathOf(database, name)} and the files beside it.", exception);
        }
        catch (IOException) when (File.Exists(PathOf(database, name)))
        {
            return null;
        }

        try
        {
            // Whoever looks into the file sees whose it is.
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(Invariant($"{name}\nprocess {Environment.ProcessId} of {Environment.MachineName}\n")));
            file.Flush();
            return new SqliteFileLock(file);
        }
        catch (Exception)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A file that was deleted, and put in place anew by whoever locks that one, was not written at the same moment. Opening it would need the lock.</summary>
    public override bool IsHeld()
    {
        try
        {
            return File.GetLastWriteTimeUtc(_file.Name) == File.GetLastWriteTimeUtc(_file.SafeFileHandle);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return false;
        }
    }

    protected override void Dispose(bool disposing) => _file.Dispose();

    private static string PathOf(string database, string name)
        => $"{database}.lock-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}";
}
