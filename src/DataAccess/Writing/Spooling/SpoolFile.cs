namespace DataAccess.Writing.Spooling;

/// <summary>The file of the segment that is being written to. Used by one thread.</summary>
/// <param name="directory">The directory.</param>
/// <param name="header">The beginning of each file.</param>
/// <param name="beforeWrite">Called before rows are written; what it throws is as if the disk were full. Null for nothing.</param>
internal sealed class SpoolFile(SpoolDirectory directory, byte[] header, Action? beforeWrite)
{
    private FileStream? _file;
    private SpoolSegment? _segment;

    /// <summary>Where the records of a file begin.</summary>
    public int RecordsAt => header.Length;

    /// <summary>Writes a group, and if somebody waits for it, to the disk.</summary>
    /// <param name="group">The group.</param>
    /// <param name="isRetried">Whether a write has failed before, so that it is not known whether there is room again.</param>
    /// <returns>Whether there is room for rows.</returns>
    public bool Write(SpoolGroup group, bool isRetried)
    {
        var segment = group.Segment;
        var isNew = _segment != segment;
        if (group.Rows > 0)
        {
            beforeWrite?.Invoke();
            if (isNew || isRetried)
            {
                directory.Reserve();
            }
        }

        if (isNew)
        {
            Create(segment);
        }

        RandomAccess.Write(_file!.SafeFileHandle, group.Buffer.Written, Math.Max(segment.WrittenLength, header.Length));
        if (group.IsAwaited)
        {
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
        }

        return group.Rows > 0;
    }

    /// <summary>Removes from a segment's file what is not accepted. If that fails too, it may be delivered after the next start, once; the exception is returned.</summary>
    public Exception? TryCutOff(SpoolSegment segment)
    {
        try
        {
            Close();
            if (segment.WrittenLength == 0)
            {
                File.Delete(segment.Path);
                return null;
            }

            using var file = SpoolFiles.Open(segment.Path, FileMode.Open, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(segment.WrittenLength);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>Gives the room back that is held in reserve, for the records by which the spool is emptied.</summary>
    public bool TryFreeReserve()
    {
        try
        {
            return directory.TryFreeReserve();
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Close()
    {
        _file?.Dispose();
        (_file, _segment) = (null, null);
    }

    private void Create(SpoolSegment segment)
    {
        Close();
        (_file, _segment) = (SpoolDirectory.Create(segment.Path), segment);
        RandomAccess.Write(_file.SafeFileHandle, header, 0);

        // Before any row, so that a file with rows always has a header.
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        directory.Flush();
    }
}
