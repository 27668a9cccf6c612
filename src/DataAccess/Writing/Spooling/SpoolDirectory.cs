using System.Globalization;

namespace DataAccess.Writing.Spooling;

/// <summary>The directory of a spool. One process, and one writer in it, holds it by a locked file.</summary>
internal sealed class SpoolDirectory : IDisposable
{
    /// <summary>The end of the names of files with bytes that could not be read.</summary>
    public const string DamagedExtension = ".damaged";

    /// <summary>The end of the names of files with rows that could not be delivered.</summary>
    public const string RowsExtension = ".rows";

    private const string LockName = "lock";
    private const string HolderName = "holder";
    private const string ReserveName = "reserve";
    private const string TrialName = "trial";
    private const string NewestName = "newest";
    private const string RemovedName = "removed";
    private const string BegunExtension = ".begun";
    private const string DoneExtension = ".done";
    private const int ReserveBytes = 256 << 10;
    private const int TrialBytes = 64 << 10;

    private readonly FileStream _lock;
    private readonly SpoolMark _removed;

    /// <exception cref="SpoolException">The directory cannot be made or written, or another writer uses it.</exception>
    public SpoolDirectory(string path)
    {
        try
        {
            Path = System.IO.Path.GetFullPath(path);
            SpoolFiles.CreateDirectory(Path);
            _lock = Lock();
            Newest = new SpoolMark(System.IO.Path.Combine(Path, NewestName));
            _removed = new SpoolMark(System.IO.Path.Combine(Path, RemovedName));
            Array.ForEach(Directory.GetFiles(Path, "*" + BegunExtension), File.Delete);
        }
        catch (Exception exception) when (exception is IOException and not SpoolException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SpoolException($"The spool '{path}' cannot be used: {exception.Message} Make the directory writable for this process, or set {nameof(BatchingWriterOptions<>.Spool)} to another one.", exception);
        }
    }

    public string Path { get; }

    /// <summary>The newest segment that ever had a file; without it, nothing would be missed if that file were gone.</summary>
    public SpoolMark Newest { get; }

    /// <summary>The number of the newest segment that was taken out of the spool; all before it were, too.</summary>
    public int Removed => Math.Max(_removed.Value.Name.Number, Done.Select(static done => done.Name.Number).DefaultIfEmpty().Max());

    /// <summary>The segments that another process, or this one before, has left; in order.</summary>
    public IReadOnlyList<(SegmentName Name, string Path)> Segments => [.. Files(SegmentName.Extension).OrderBy(static file => file.Name.Number)];

    /// <summary>The segments whose rows have ended, and whose rows in the ledger may still be there; with the number of their attempts.</summary>
    public IReadOnlyList<(SegmentName Name, string Path, uint Attempts)> Done
        => [.. Files(DoneExtension).Select(static file => (file.Name, file.Path, uint.Parse(System.IO.Path.GetFileName(file.Path).Split('.')[1], CultureInfo.InvariantCulture)))];

    /// <summary>The bytes of what was set aside.</summary>
    public long AsideBytes => new[] { DamagedExtension, RowsExtension }.Sum(extension => Directory.EnumerateFiles(Path, "*" + extension).Sum(static file => new FileInfo(file).Length));

    public string PathOf(in SegmentName name) => System.IO.Path.Combine(Path, name + SegmentName.Extension);

    /// <summary>Makes the file of a segment. It has its name only once its header is on the disk, so a file without one is damaged.</summary>
    public FileStream Create(SpoolSegment segment, byte[] header)
    {
        var file = SpoolFiles.Open(segment.Path + BegunExtension, FileMode.Create, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.Write(file.SafeFileHandle, header, 0);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            File.Move(segment.Path + BegunExtension, segment.Path);
            Flush();
            Newest.Write(new SegmentEnd(segment.Name, header.Length, 0, 0));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Removes the file of a segment that has no rows, so that nobody misses it.</summary>
    public void Remove(SpoolSegment segment)
    {
        File.Delete(segment.Path + BegunExtension);
        Newest.TakeBack(segment.Name);
        File.Delete(segment.Path);
    }

    /// <summary>Remembers that the segments up to one were taken out, before the last that says so is gone.</summary>
    public void RememberRemoved(in SegmentName name)
    {
        if (_removed.Value.Name.Number < name.Number)
        {
            _removed.Write(new SegmentEnd(name, 0, 0, 0));
        }
    }

    private void Flush() => SpoolFiles.FlushDirectory(Path);

    /// <summary>
    /// Takes a segment out of the spool. The rename is on the disk when it returns, so no later start sends its rows again, and from then on the ledger does not need to know its attempts.
    /// </summary>
    public string MarkDone(SpoolSegment segment)
    {
        var done = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{segment.Name}.{segment.Attempts}{DoneExtension}"));
        if (File.Exists(segment.Path))
        {
            File.Move(segment.Path, done, overwrite: true);
        }
        else
        {
            // It is lost, and was told. The ledger may still know its attempts.
            SpoolFiles.Open(done, FileMode.OpenOrCreate, FileShare.ReadWrite).Dispose();
        }

        Flush();
        return done;
    }

    /// <summary>Keeps bytes that cannot be delivered, for a person to look at; returns the file.</summary>
    /// <param name="name">The name of the file, the same for the same bytes.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isAppended">Whether they are added to what the file has.</param>
    public string SetAside(string name, ReadOnlySpan<byte> bytes, bool isAppended)
    {
        var path = System.IO.Path.Combine(Path, name);
        using (var file = SpoolFiles.Open(path, isAppended ? FileMode.OpenOrCreate : FileMode.Create, FileShare.Read))
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        Flush();
        return path;
    }

    /// <summary>Makes the file that holds some room on the disk: without it, what is accepted could not be delivered once the disk is full, as that needs records too.</summary>
    public void Reserve()
    {
        if (!HasReserve)
        {
            Fill(System.IO.Path.Combine(Path, ReserveName), ReserveBytes);
        }
    }

    /// <summary>Throws if there is no room besides the reserve. The reserve itself is not taken for that: it may be in use.</summary>
    public void TryRoom()
    {
        var path = System.IO.Path.Combine(Path, TrialName);
        Fill(path, HasReserve ? TrialBytes : ReserveBytes + TrialBytes);
        File.Delete(path);
    }

    private bool HasReserve => new FileInfo(System.IO.Path.Combine(Path, ReserveName)) is { Exists: true, Length: ReserveBytes };

    private static void Fill(string path, int bytes)
    {
        try
        {
            using var file = SpoolFiles.Open(path, FileMode.Create, FileShare.None);
            file.Write(new byte[bytes]);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Frees that room; false if there is none.</summary>
    public bool TryFreeReserve()
    {
        var path = System.IO.Path.Combine(Path, ReserveName);
        var isThere = File.Exists(path);
        File.Delete(path);
        return isThere;
    }

    public void Dispose() => _lock.Dispose();

    private List<(SegmentName Name, string Path)> Files(string extension)
    {
        var files = new List<(SegmentName Name, string Path)>();
        foreach (var path in Directory.EnumerateFiles(Path, "*" + extension))
        {
            if (SegmentName.TryParse(path, out var name))
            {
                files.Add((name.Value, path));
            }
        }

        return files;
    }

    private FileStream Lock()
    {
        FileStream file;
        try
        {
            file = SpoolFiles.Open(System.IO.Path.Combine(Path, LockName), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new SpoolException(
                $"The spool '{Path}' is used by another writer{Holder()}. A directory belongs to one writer at a time: give each process, and each writer in it, a directory of its own, or end the other one first.", exception);
        }

        // Who holds it is of use only to a message.
        using var holder = SpoolFiles.Open(System.IO.Path.Combine(Path, HolderName), FileMode.Create, FileShare.ReadWrite);
        holder.Write(System.Text.Encoding.UTF8.GetBytes(Invariant($"process {Environment.ProcessId} on {Environment.MachineName}")));
        return file;
    }

    private string Holder()
    {
        try
        {
            return $" ({File.ReadAllText(System.IO.Path.Combine(Path, HolderName))})";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
