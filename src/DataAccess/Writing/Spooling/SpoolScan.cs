namespace DataAccess.Writing.Spooling;

/// <summary>What the segments say that another process has left: which rows have ended, and which attempts have no end.</summary>
/// <param name="onDamage">Told of bytes that are no record.</param>
/// <param name="onLost">Told of a segment that has less than it had.</param>
internal sealed class SpoolScan(Action<SpoolSegment, SpoolDamage> onDamage, Action<SpoolSegment> onLost)
{
    private readonly Dictionary<int, SpoolSegment> _segments = [];

    /// <summary>The attempts that have no end, with their rows.</summary>
    public Dictionary<SpoolAttempt, SpoolRanges> Open { get; } = [];

    /// <summary>The attempts whose record was in damaged bytes, and the row before which their rows are.</summary>
    public List<(SpoolAttempt Attempt, long Before)> Missing { get; } = [];

    /// <summary>The number of rows that were in damaged bytes, as far as it can be told.</summary>
    public long LostRows { get; private set; }

    /// <summary>Reads a segment, which must be read in order.</summary>
    public async ValueTask ReadAsync(SpoolSegment segment, CancellationToken cancellationToken)
    {
        _segments[segment.Name.Number] = segment;
        segment.Rows = 0;
        if (segment.IsLost || segment.Length < segment.Expected.Length)
        {
            onLost(segment);
        }

        if (!segment.IsLost)
        {
            await ReadFileAsync(segment, cancellationToken).ConfigureAwait(false);
        }

        segment.EndReading();
    }

    /// <summary>All segments were read: also those of which nothing but their rows' ends or attempts is left are known.</summary>
    public void EndReading()
    {
        foreach (var range in Open.Values.SelectMany(static rows => rows.Ranges))
        {
            Know(range.First + range.Count - 1);
        }
    }

    /// <summary>Ends the rows that cannot be read any more, once it is known which of them were written.</summary>
    public void EndLost() => LostRows += _segments.Values.Sum(static segment => segment.EndLost());

    private async ValueTask ReadFileAsync(SpoolSegment segment, CancellationToken cancellationToken)
    {
        var seen = new AttemptsSeen();
        using var reader = new SegmentReader(segment.Path, segment.Seed, segment.RecordsAt);
        bool isRecord;
        do
        {
            isRecord = await reader.MoveNextAsync(segment.Length, cancellationToken).ConfigureAwait(false);
            if (reader.Damage is { } damage)
            {
                onDamage(segment, damage);
                seen.Before = segment.Name.RowAt(segment.Rows);
            }

            if (isRecord)
            {
                Read(segment, reader.Kind, new SpoolBytes(reader.Content.Span), seen);
            }
        }
        while (isRecord);

        segment.Attempts = seen.Next;
        AddMissing(segment, seen);
    }

    private void Read(SpoolSegment segment, SpoolRecordKind kind, SpoolBytes content, AttemptsSeen seen)
    {
        switch (kind)
        {
            case SpoolRecordKind.Row:
                AddRow(segment, content.UInt32());
                break;
            case SpoolRecordKind.Attempt:
                var number = content.UInt32();
                seen.Add(number);
                Open[SpoolAttempt.Of(segment.Name, number)] = SpoolRanges.Read(ref content);
                break;
            case SpoolRecordKind.AttemptEnd:
                EndAttempt(ref content);
                break;
            default:
                End(content.Int64());
                break;
        }
    }

    /// <summary>Adds a row; those before it that are missing were in damaged bytes.</summary>
    private void AddRow(SpoolSegment segment, uint row)
    {
        for (; segment.Rows < row; segment.Rows++)
        {
            segment.End(segment.Rows);
            LostRows++;
        }

        segment.Rows = row + 1;
    }

    private void EndAttempt(ref SpoolBytes content)
    {
        var (number, attempt) = ((int)content.UInt32(), content.UInt32());
        if (_segments.TryGetValue(number, out var segment))
        {
            Open.Remove(SpoolAttempt.Of(segment.Name, attempt));
        }

        if (content.Byte() == 1)
        {
            EndAll(SpoolRanges.Read(ref content));
        }
    }

    /// <summary>Records that rows have ended.</summary>
    public void EndAll(SpoolRanges rows)
    {
        foreach (var range in rows.Ranges)
        {
            for (var i = 0L; i < range.Count; i++)
            {
                End(range.First + i);
            }
        }
    }

    /// <summary>The number of rows of a segment that have not ended.</summary>
    public long OpenRowsOf(int segment) => _segments[segment].Open;

    /// <summary>Whether some of the rows have not ended.</summary>
    public bool AreOpen(SpoolRanges rows)
        => rows.Ranges.Any(range => _segments.TryGetValue((int)(range.First >> 32), out var segment)
            && Enumerable.Range(0, (int)range.Count).Any(i => !segment.HasEnded((uint)(range.First + i))));

    private void End(long row)
    {
        if (_segments.TryGetValue((int)(row >> 32), out var segment))
        {
            segment.End((uint)row);
            segment.Know((uint)row);
        }
    }

    private void Know(long row)
    {
        if (_segments.TryGetValue((int)(row >> 32), out var segment))
        {
            segment.Know((uint)row);
        }
    }

    /// <summary>Adds the attempts between those that were read. Those after them, if a disk has lost the end of the file, are for the ledger to tell.</summary>
    private void AddMissing(SpoolSegment segment, AttemptsSeen seen)
    {
        for (var number = 0U; number < seen.Next; number++)
        {
            if (!seen.Has(number))
            {
                Missing.Add((SpoolAttempt.Of(segment.Name, number), seen.Before));
            }
        }
    }

    /// <summary>The attempts whose records were read in one segment.</summary>
    private sealed class AttemptsSeen
    {
        private readonly HashSet<uint> _numbers = [];

        /// <summary>The number after the largest.</summary>
        public uint Next { get; private set; }

        /// <summary>The row after the last damaged bytes; 0 if there are none.</summary>
        public long Before { get; set; }

        public void Add(uint number)
        {
            _numbers.Add(number);
            Next = Math.Max(Next, number + 1);
        }

        public bool Has(uint number) => _numbers.Contains(number);
    }
}
