namespace DataAccess.Writing.Spooling;

internal sealed partial class SpoolLog
{
    public bool HasEnded(SpoolSegment segment, uint row)
    {
        lock (_lock)
        {
            return segment.HasEnded(row);
        }
    }

    /// <summary>What is known of the segment after one, or of the first; null if there is none.</summary>
    public SpoolSegment? After(SpoolSegment? segment)
    {
        lock (_lock)
        {
            return _segments.Find(s => s.Name.Number > (segment?.Name.Number ?? 0));
        }
    }

    /// <summary>What is known of the segments before one, for its header.</summary>
    private IReadOnlyList<SegmentEnd> Before(SpoolSegment segment)
    {
        lock (_lock)
        {
            var all = _isOldestKnown ? _segments : _left.Concat(_segments);
            return [.. all.Where(s => s.Name.Number < segment.Name.Number).TakeLast(SegmentHeader.Named).Select(static s => s.Last)];
        }
    }

    /// <summary>How much of a segment is in its file, whether more will be, and what completes when that has changed.</summary>
    public (long Written, bool IsComplete, Task Changed) Watch(SpoolSegment segment)
    {
        lock (_lock)
        {
            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (segment.WrittenLength, segment.IsComplete, _changed.Task);
        }
    }

    /// <summary>The number of the last row that is on the disk.</summary>
    public long LastRow
    {
        get
        {
            lock (_lock)
            {
                return _segments.FindLast(static s => s.WrittenRows > 0) is { } last ? last.Name.RowAt(last.WrittenRows - 1) : 0;
            }
        }
    }

    /// <summary>The number of rows up to one that have not ended.</summary>
    public long OpenUpTo(long row)
    {
        lock (_lock)
        {
            return _isOldestKnown ? _segments.Sum(segment => segment.OpenUpTo(row)) : Rows;
        }
    }

    /// <summary>Counts the rows that were left by another process, before it is known which of them were written.</summary>
    public void CountLeft(long rows)
    {
        _countedLeft = rows;
        Interlocked.Add(ref _rows, rows);
    }

    /// <summary>Adds the segments that were left by another process, once it is known which of their rows have ended. In order, all of them older than this log's own.</summary>
    public void AddLeft(IReadOnlyList<SpoolSegment> left)
    {
        lock (_lock)
        {
            _segments.InsertRange(0, left);
            _isOldestKnown = true;
        }

        Interlocked.Add(ref _rows, left.Sum(static s => s.Open) - _countedLeft);
    }

    /// <summary>Takes the oldest segment out, if all of its rows have ended and nobody reads it.</summary>
    /// <param name="reading">The segment that is being read; null if none will be.</param>
    public SpoolSegment? TryTakeOver(SpoolSegment? reading)
    {
        lock (_lock)
        {
            var first = _segments.Count > 0 ? _segments[0] : null;
            if (first is null || !_isOldestKnown || !first.IsOver || (reading is not null && first.Name.Number >= reading.Name.Number))
            {
                return null;
            }

            _segments.RemoveAt(0);
            return first;
        }
    }
}
