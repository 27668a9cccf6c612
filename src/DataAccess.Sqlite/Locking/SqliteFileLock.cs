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
    private readonly byte[] _mark;

    private SqliteFileLock(FileStream file, byte[] mark) => (_file, _mark) = (file, mark);

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
            // Whoever looks into the file sees whose it is; the random part tells this file from one that was put in its place.
            var mark = Encoding.UTF8.GetBytes(Invariant($"{name}\nprocess {Environment.ProcessId} of {Environment.MachineName}\n{Guid.NewGuid()}\n"));
            file.SetLength(0);
            file.Write(mark);
            file.Flush();
            return new SqliteFileLock(file, mark);
        }
        catch (Exception)
        {
            file.Dispose();
            throw;
        }
    }

    public override bool IsHeld()
    {
        if (OperatingSystem.IsWindows())
        {
            // An open file cannot be deleted or replaced there.
            return true;
        }

        try
        {
            using var found = new FileStream(_file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[_mark.Length];
            return found.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length && content.AsSpan().SequenceEqual(_mark);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    protected override void Dispose(bool disposing) => _file.Dispose();

    private static string PathOf(string database, string name)
        => $"{database}.lock-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}";
}
