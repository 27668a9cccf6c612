namespace DataAccess.Writing.Spooling;

/// <summary>A small file that names a segment. It is changed in place, one half after the other, so that a write that is torn leaves the value before it.</summary>
/// <param name="path">The file.</param>
internal sealed class SpoolMark(string path)
{
    // Halves are in different sectors of the disk.
    private const int HalfBytes = 4096;
    private const int SumBytes = sizeof(uint);
    private const int ContentBytes = sizeof(long) + SegmentEnd.Bytes;

    private readonly Lock _lock = new();
    private long _writes;
    private SegmentEnd _value;
    private SegmentEnd _before;
    private bool _isRead;

    /// <summary>The value; one that says nothing if there is no file, or it is damaged.</summary>
    public SegmentEnd Value
    {
        get
        {
            lock (_lock)
            {
                Read_NeedsLock();
                return _value;
            }
        }
    }

    /// <summary>Sets the value, which is on the disk when it returns.</summary>
    public void Write(in SegmentEnd value)
    {
        lock (_lock)
        {
            Read_NeedsLock();
            var slot = new SpoolBuffer();
            slot.Int64(_writes + 1);
            value.WriteTo(slot);
            slot.UInt32(SpoolRecord.Sum(slot.Written, 0));
            var isNew = !File.Exists(path);
            using (var file = SpoolFiles.Open(path, FileMode.OpenOrCreate, FileShare.Read))
            {
                RandomAccess.Write(file.SafeFileHandle, slot.Written, (_writes + 1) % 2 * HalfBytes);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            if (isNew)
            {
                SpoolFiles.FlushDirectory(Path.GetDirectoryName(path)!);
            }

            _writes++;
            if (value.Name != _value.Name)
            {
                _before = _value;
            }

            _value = value;
        }
    }

    /// <summary>Sets the value before, if the current one names a segment that is not to be.</summary>
    public void TakeBack(in SegmentName name)
    {
        if (Value.Name == name)
        {
            Write(_before);
        }
    }

    private void Read_NeedsLock()
    {
        if (_isRead)
        {
            return;
        }

        _isRead = true;
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        for (var at = 0; at + ContentBytes + SumBytes <= bytes.Length; at += HalfBytes)
        {
            var content = bytes.AsSpan(at, ContentBytes);
            var from = new SpoolBytes(content);
            if (new SpoolBytes(bytes.AsSpan(at + ContentBytes)).UInt32() == SpoolRecord.Sum(content, 0) && from.Int64() is var writes && writes > _writes)
            {
                (_writes, _value) = (writes, SegmentEnd.Read(ref from));
            }
        }
    }
}
