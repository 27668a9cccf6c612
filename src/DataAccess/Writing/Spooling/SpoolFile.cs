namespace DataAccess.Writing.Spooling;

/// <summary>The file of the segment that is being written to. Used by one thread.</summary>
/// <param name="directory">The directory.</param>
/// <param name="shape">The shape of the rows.</param>
/// <param name="before">The segments before one.</param>
/// <param name="beforeWrite">Called before rows are written; what it throws is as if the disk were full. Null for nothing.</param>
internal sealed class SpoolFile(SpoolDirectory directory, string shape, Func<SpoolSegment, IReadOnlyList<SegmentEnd>> before, Action? beforeWrite)
{
    private FileStream? _file;
    private SpoolSegment? _segment;

    /// <summary>Where the records of a file begin.</summary>
    public int RecordsAt { get; } = SegmentHeader.Of(shape, []).Length;

    /// <summary>Writes a group, and if somebody waits for it, to the disk.</summary>
    public void Write(SpoolGroup group)
    {
        var segment = group.Segment;
        var isNew = _segment != segment;
        if (group.Rows > 0)
        {
            beforeWrite?.Invoke();
            if (isNew)
            {
                directory.Reserve();
            }
        }

        if (isNew)
        {
            Create(segment);
        }

        RandomAccess.Write(_file!.SafeFileHandle, group.Buffer.Written, Math.Max(segment.WrittenLength, RecordsAt));
        if (group.IsAwaited)
        {
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
        }
    }

    /// <summary>Whether there is room for rows again, besides what is held in reserve.</summary>
    public bool HasRoom()
    {
        try
        {
            beforeWrite?.Invoke();
            directory.TryRoom();
            directory.Reserve();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Removes from a segment's file what is not accepted. If that fails too, it may be delivered after the next start, once; the exception is returned.</summary>
    public Exception? TryCutOff(SpoolSegment segment)
    {
        try
        {
            Close();
            if (segment.WrittenLength == 0)
            {
                directory.Remove(segment);
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

    /// <summary>Frees the room that is held in reserve, for the records by which the spool is emptied.</summary>
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

    /// <summary>Closes the last file, and says how long it is, so that it is noticed if its end is lost.</summary>
    public void End()
    {
        try
        {
            if (_file is not null)
            {
                RandomAccess.FlushToDisk(_file.SafeFileHandle);
                directory.Newest.Write(_segment!.Last);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As after a crash.
        }

        Close();
    }

    private void Close()
    {
        _file?.Dispose();
        (_file, _segment) = (null, null);
    }

    private void Create(SpoolSegment segment)
    {
        if (_file is not null)
        {
            // The next header says how long it is.
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
        }

        Close();
        _file = directory.Create(segment, SegmentHeader.Of(shape, before(segment)));
        _segment = segment;
    }
}
