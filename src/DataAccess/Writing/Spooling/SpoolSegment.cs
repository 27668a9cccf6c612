namespace DataAccess.Writing.Spooling;

/// <summary>A segment: one file of the spool, and which of its rows have ended. Changed only under the lock of its <see cref="SpoolLog"/>.</summary>
internal sealed class SpoolSegment(SegmentName name, string path)
{
    private ulong[] _ended = [];
    private long _endedRows;
    private uint _readRows;

    public SegmentName Name => name;

    public string Path => path;

    /// <summary>Where the checksums of its records begin.</summary>
    public uint Seed { get; } = name.Seed;

    /// <summary>Where its records begin.</summary>
    public required int RecordsAt { get; init; }

    /// <summary>What later files say that it had; 0 bytes if they do not name it.</summary>
    public SegmentEnd Expected { get; private set; } = new(name, 0, 0, 0);

    /// <summary>Whether its file is missing, or has not even the whole of a header.</summary>
    public bool IsLost { get; init; }

    /// <summary>What a later file is told of it.</summary>
    public SegmentEnd Last => Expected.With(new SegmentEnd(name, WrittenLength, WrittenRows, Attempts));

    /// <summary>The number of its rows.</summary>
    public uint Rows { get; set; }

    /// <summary>The number of its attempts.</summary>
    public uint Attempts { get; set; }

    /// <summary>The bytes that were appended.</summary>
    public long Length { get; set; }

    /// <summary>The bytes that were written to the file, rows and attempts also to the disk.</summary>
    public long WrittenLength { get; set; }

    /// <summary>The number of rows in those.</summary>
    public uint WrittenRows { get; set; }

    /// <summary>Whether nothing more is appended.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether everything that will ever be in it is in the file.</summary>
    public bool IsComplete => IsClosed && WrittenLength == Length;

    /// <summary>Whether it is complete, and all of its rows have ended.</summary>
    public bool IsOver => IsComplete && _endedRows >= Rows;

    /// <summary>The number of rows in the file that have not ended.</summary>
    public long Open => WrittenRows - _endedRows;

    /// <summary>The number of those up to one.</summary>
    public long OpenUpTo(long row)
    {
        var open = 0L;
        for (var ordinal = 0U; ordinal < WrittenRows && name.RowAt(ordinal) <= row; ordinal++)
        {
            open += HasEnded(ordinal) ? 0 : 1;
        }

        return open;
    }

    public void Expect(in SegmentEnd end) => Expected = Expected.With(end);

    /// <summary>The same segment, of which nothing was read yet.</summary>
    public SpoolSegment Unread()
    {
        var copy = new SpoolSegment(name, path) { RecordsAt = RecordsAt, Length = Length, WrittenLength = WrittenLength, IsClosed = IsClosed, IsLost = IsLost };
        copy.Expect(Expected);
        return copy;
    }

    /// <summary>Its file was read. It may have had more rows than that.</summary>
    public void EndReading() => (_readRows, WrittenRows) = (Rows, Math.Max(Rows, Expected.Rows));

    /// <summary>Something says that it had a row.</summary>
    public void Know(uint row) => WrittenRows = Math.Max(WrittenRows, row + 1);

    /// <summary>Ends the rows behind those that were read; returns how many of them are lost.</summary>
    public long EndLost()
    {
        var lost = 0L;
        for (var row = _readRows; row < WrittenRows; row++)
        {
            lost += End(row) ? 1 : 0;
        }

        Rows = WrittenRows;
        return lost;
    }

    public bool HasEnded(uint row) => row / 64 < _ended.Length && (_ended[row / 64] & (1UL << (int)(row % 64))) != 0;

    /// <summary>Records that a row has ended; false if it had.</summary>
    public bool End(uint row)
    {
        if (HasEnded(row))
        {
            return false;
        }

        if (row / 64 >= _ended.Length)
        {
            Array.Resize(ref _ended, (int)Math.Max((row / 64) + 1, 2L * _ended.Length));
        }

        _ended[row / 64] |= 1UL << (int)(row % 64);
        _endedRows++;
        return true;
    }
}
