namespace DataAccess.Writing.Spooling;

/// <summary>Sizes of a <see cref="SpoolLog"/>, and who is told what.</summary>
internal sealed class SpoolLogOptions
{
    /// <summary>The bytes after which the next segment is begun.</summary>
    public required int SegmentBytes { get; init; }

    /// <summary>How long rows are refused after a write has failed, in milliseconds.</summary>
    public int RetryMilliseconds { get; init; } = 500;

    /// <summary>Told of bytes that were appended and are not those of a row, or, if negative, of those that were not written.</summary>
    public required Action<long> Charge { get; init; }

    /// <summary>Told of bytes of rows that are not in memory any more: they were written, or are not accepted.</summary>
    public required Action<long> OnSettled { get; init; }

    /// <summary>Told that the oldest segment may have ended.</summary>
    public required Action OnOver { get; init; }

    /// <summary>Told of a failed write, and whether the room that was held in reserve is free now.</summary>
    public required Action<SpoolException, bool> OnFailed { get; init; }

    /// <summary>Called before rows are written; what it throws is as if the disk were full. Null for nothing.</summary>
    public Action? BeforeWrite { get; init; }
}
