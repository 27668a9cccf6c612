using DataAccess.Threading;

namespace DataAccess.Writing.Spooling;

/// <summary>
/// Appends records to the spool's segments. One thread writes and flushes them, in groups: what is appended while one group is being written is the
/// next group, as with commits of the database.
/// </summary>
/// <remarks>
/// Why no crash loses or doubles a row:
/// a row is accepted only after its record is on the disk, so a crash before that accepts nothing, and one after it finds the row at the next start.
/// An attempt is recorded, on the disk, before anything of it is sent: at the next start every attempt of which no end is recorded is looked up in the ledger, as
/// after a lost COMMIT, and its rows are sent again only if it can no longer be committed. An end that was not yet on the disk only means that the
/// ledger is asked once more, so an attempt's row stays in the ledger, without expiry, for as long as the spool has a row of it: a segment is taken out in order, the oldest first,
/// when all of its rows have ended; only then are the ledger's rows of the attempts recorded in it removed, all of whose rows are in it or in older ones.
/// A rejected row is recorded as ended after whoever is told of such rows was told: a crash between the two tells it again.
/// </remarks>
internal sealed partial class SpoolLog : IAsyncDisposable
{
    private const int KeptBufferBytes = 1 << 20;

    private readonly SpoolDirectory _directory;
    private readonly SpoolLogOptions _options;
    private readonly SpoolFile _file;
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _appended = new(false);
    private readonly List<SpoolSegment> _segments = [];
    private readonly IReadOnlyList<SpoolSegment> _left;
    private readonly Task _thread;
    private SpoolSegment _current;
    private SpoolGroup _group;
    private SpoolBuffer _spareBuffer = new(KeptBufferBytes);
    private TaskCompletionSource? _changed;
    private long _rows;
    private long _countedLeft;
    private volatile bool _isShort;
    private long _triedAt;
    private SpoolGroup? _writing;
    private bool _isClosing;

    // Until the segments of another process are known, none is the oldest.
    private bool _isOldestKnown;

    /// <param name="directory">The directory.</param>
    /// <param name="shape">The shape of its rows.</param>
    /// <param name="first">The number of the first segment, larger than any before.</param>
    /// <param name="left">The segments that were left by another process.</param>
    /// <param name="options">Sizes, and who is told.</param>
    public SpoolLog(SpoolDirectory directory, string shape, int first, IReadOnlyList<SpoolSegment> left, SpoolLogOptions options)
    {
        _directory = directory;
        _options = options;
        _left = left;
        _file = new SpoolFile(directory, shape, Before, options.BeforeWrite);
        _current = AddSegment_NeedsLock(first);
        _group = new SpoolGroup(_current, new SpoolBuffer(KeptBufferBytes));
        _thread = Detached.RunBlockingAsync(Run);
    }

    /// <summary>The number of accepted rows that have not ended.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>The bytes that a row takes in a segment, by those of its values.</summary>
    public static int BytesOf(int values) => SpoolRecord.FrameBytes + sizeof(uint) + values;

    /// <summary>Appends a row; the task completes when it is on the disk.</summary>
    /// <param name="row">What is done with it, and its values.</param>
    /// <exception cref="SpoolException">The disk is full.</exception>
    public Task AppendRow(ReadOnlySpan<byte> row)
    {
        Task written;
        lock (_lock)
        {
            ThrowIfShort_NeedsLock();
            var start = Begin_NeedsLock();
            var buffer = _group.Buffer;
            buffer.UInt32(_current.Rows++);
            row.CopyTo(buffer.GetSpan(row.Length));
            buffer.Advance(row.Length);
            _group.RowBytes += End_NeedsLock(start, SpoolRecordKind.Row);
            _group.Rows++;
            written = _group.Written;
        }

        return written;
    }

    /// <summary>Records that rows are about to be sent, and returns when that is on the disk.</summary>
    public async ValueTask<SpoolAttempt> BeginAttemptAsync(SpoolRanges rows, CancellationToken cancellationToken)
    {
        SpoolAttempt attempt;
        Task written;
        long bytes;
        lock (_lock)
        {
            attempt = SpoolAttempt.Of(_current.Name, _current.Attempts++);
            var start = Begin_NeedsLock();
            _group.Buffer.UInt32(attempt.Number);
            rows.WriteTo(_group.Buffer);
            bytes = End_NeedsLock(start, SpoolRecordKind.Attempt);
            written = _group.Written;
        }

        _options.Charge(bytes);
        await written.WaitAsync(cancellationToken).ConfigureAwait(false);
        return attempt;
    }

    /// <summary>Records how an attempt ended. Its rows are in the database, or none of them is and none will be.</summary>
    public void EndAttempt(in SpoolAttempt attempt, SpoolRanges rows, bool isCommitted)
    {
        long bytes;
        bool isOver;
        lock (_lock)
        {
            var start = Begin_NeedsLock();
            var buffer = _group.Buffer;
            buffer.UInt32((uint)attempt.Segment);
            buffer.UInt32(attempt.Number);
            buffer.Byte(isCommitted ? (byte)1 : (byte)0);
            if (isCommitted)
            {
                rows.WriteTo(buffer);
                foreach (var range in rows.Ranges)
                {
                    End_NeedsLock(range);
                }
            }

            bytes = End_NeedsLock(start, SpoolRecordKind.AttemptEnd);
            isOver = _segments[0].IsOver;
        }

        Told(bytes, isOver);
    }

    /// <summary>Records that a row has ended without being committed.</summary>
    public void EndRow(long row)
    {
        long bytes;
        bool isOver;
        lock (_lock)
        {
            var start = Begin_NeedsLock();
            _group.Buffer.Int64(row);
            End_NeedsLock(new SpoolRanges.Range(row, 1));
            bytes = End_NeedsLock(start, SpoolRecordKind.RowEnd);
            isOver = _segments[0].IsOver;
        }

        Told(bytes, isOver);
    }

    /// <summary>Completes when what was appended before is written, or is known not to be.</summary>
    public async ValueTask WrittenAsync()
    {
        Task[] groups;
        lock (_lock)
        {
            groups = [.. new[] { _writing, _group }.Where(static g => g?.IsAwaited == true).Select(static g => g!.Written)];
        }

        foreach (var group in groups)
        {
            await group.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Writes what is left and ends the thread. The segment that was written to is then complete.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isClosing = true;
            _appended.Set();
        }

        await _thread.ConfigureAwait(false);
        _appended.Dispose();
        lock (_lock)
        {
            _current.IsClosed = true;
            if (_current.WrittenLength == 0)
            {
                _segments.Remove(_current);
            }
        }
    }

    private int Begin_NeedsLock()
    {
        ObjectDisposedException.ThrowIf(_isClosing, this);
        var start = _group.Buffer.Length;
        if (start == 0)
        {
            _appended.Set();
        }

        _group.Buffer.GetSpan(SpoolRecord.FrameBytes);
        _group.Buffer.Advance(SpoolRecord.FrameBytes);
        return start;
    }

    private long End_NeedsLock(int start, SpoolRecordKind kind)
    {
        var record = _group.Buffer.From(start);
        SpoolRecord.Seal(record, kind, _current.Seed);
        _current.Length += record.Length;
        return record.Length;
    }

    private void End_NeedsLock(in SpoolRanges.Range range)
    {
        var number = (int)(range.First >> 32);
        if (_segments.Find(s => s.Name.Number == number) is { } segment)
        {
            for (var i = 0L; i < range.Count; i++)
            {
                Interlocked.Add(ref _rows, segment.End((uint)(range.First + i)) ? -1 : 0);
            }
        }
    }

    private void Told(long bytes, bool isOver)
    {
        _options.Charge(bytes);
        if (isOver)
        {
            _options.OnOver();
        }
    }

    private SpoolSegment AddSegment_NeedsLock(int number)
    {
        var name = new SegmentName(number, Guid.NewGuid());
        var segment = new SpoolSegment(name, _directory.PathOf(name)) { Length = _file.RecordsAt, RecordsAt = _file.RecordsAt };
        _segments.Add(segment);
        return segment;
    }

    /// <summary>Rows are not accepted while the disk is full, so that there is room for the records by which it is emptied.</summary>
    private void ThrowIfShort_NeedsLock()
    {
        if (_isShort)
        {
            throw Failed(null, "a write has failed, and there was no room since", hasRows: true);
        }
    }

    private void Run()
    {
        while (TryTake(out var group))
        {
            try
            {
                _file.Write(group);
                OnWritten(group);
            }
            catch (Exception exception)
            {
                OnFailed(group, exception);
            }

            group.Buffer.Clear(KeptBufferBytes);
            lock (_lock)
            {
                _spareBuffer = group.Buffer;
                _writing = null;
            }
        }

        _file.End();
    }

    private bool TryTake(out SpoolGroup group)
    {
        while (true)
        {
            bool isClosing;
            lock (_lock)
            {
                group = _group;
                isClosing = _isClosing;
                if (group.Buffer.Length > 0)
                {
                    if (_current.Length >= _options.SegmentBytes)
                    {
                        _current.IsClosed = true;
                        _current = AddSegment_NeedsLock(_current.Name.Number + 1);
                    }

                    _group = new SpoolGroup(_current, _spareBuffer);
                    _writing = group;
                    return true;
                }
            }

            if (isClosing)
            {
                return false;
            }

            if (!_isShort)
            {
                _appended.WaitOne();
            }
            else if (!_appended.WaitOne(_options.RetryMilliseconds) || Environment.TickCount64 - _triedAt >= _options.RetryMilliseconds)
            {
                _isShort = !_file.HasRoom();
                _triedAt = Environment.TickCount64;
            }
        }
    }

    private void OnWritten(SpoolGroup group)
    {
        TaskCompletionSource? changed;
        var isFirst = false;
        lock (_lock)
        {
            isFirst = group.Segment.WrittenLength == 0;
            group.Segment.WrittenLength = Math.Max(group.Segment.WrittenLength, _file.RecordsAt) + group.Buffer.Length;
            group.Segment.WrittenRows += group.Rows;
            (changed, _changed) = (_changed, null);
        }

        Interlocked.Add(ref _rows, group.Rows);
        _options.Charge(isFirst ? _file.RecordsAt : 0);
        _options.OnSettled(group.RowBytes);
        group.Complete();
        changed?.SetResult();
    }

    /// <summary>Nothing of the group is accepted, nor of what was appended to its segment meanwhile. The segment ends before it.</summary>
    private void OnFailed(SpoolGroup group, Exception exception)
    {
        var segment = group.Segment;
        SpoolGroup? next = null;
        TaskCompletionSource? changed;
        lock (_lock)
        {
            if (_current == segment)
            {
                next = _group;
                _current = AddSegment_NeedsLock(segment.Name.Number + 1);
                _group = new SpoolGroup(_current, new SpoolBuffer(KeptBufferBytes));
            }

            // Before the lock is left: rows that come now are refused.
            (_isShort, _triedAt) = (true, Environment.TickCount64);
            segment.IsClosed = true;
            segment.Rows = segment.WrittenRows;
            segment.Length = segment.WrittenLength;
            if (segment.WrittenLength == 0)
            {
                _segments.Remove(segment);
            }

            (changed, _changed) = (_changed, null);
        }

        if (_file.TryCutOff(segment) is { } uncut)
        {
            _options.OnFailed(Failed(uncut, uncut.Message, hasRows: false), false);
        }

        // Not for rows, which are refused: what was accepted needs it.
        var isFreed = group.Rows == 0 && _file.TryFreeReserve();
        _options.Charge(-(group.Buffer.Length + (next?.Buffer.Length ?? 0L)));
        _options.OnSettled(group.RowBytes + (next?.RowBytes ?? 0));
        var failure = Failed(exception, exception.Message, hasRows: group.Rows > 0);
        _options.OnFailed(failure, isFreed);
        group.Fail(failure);
        next?.Fail(Failed(exception, exception.Message, hasRows: next.Rows > 0));
        changed?.SetResult();
    }

    private SpoolException Failed(Exception? exception, string reason, bool hasRows)
        => new(
            $"The spool '{_directory.Path}' could not be written: {reason}. "
            + (hasRows ? "The row was not accepted." : "It was a record of rows that were accepted; they stay in the spool, and are sent once it can be written.")
            + " Rows are accepted again once the directory can be written and has room.",
            exception);
}
