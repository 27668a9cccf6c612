using DataAccess.Writing.Batching;

namespace DataAccess.Writing.Sending;

/// <summary>A part of a batch that is being retried, and the server's answers to it.</summary>
internal sealed class RetriedPart<T>(Batch<T> batch, BatchPart part, bool othersWait, bool mayPass, long startedAt, BatchResult first)
{
    private BatchResult? _first = first;
    private string? _code;

    public Batch<T> Batch => batch;

    public BatchPart Part => part;

    /// <summary>Whether other rows of the batch wait for it.</summary>
    public bool OthersWait => othersWait;

    /// <summary>Whether those may be sent before it, if it is a single row.</summary>
    public bool MayPass => mayPass;

    /// <summary>When its first attempt began, as a timestamp of the writer's clock.</summary>
    public long StartedAt => startedAt;

    /// <summary>How many times in succession the server has given the same answer, that it cannot accept the rows now.</summary>
    public int SameAnswers { get; private set; }

    /// <summary>The attempt that was already made, once, so that an ordinary batch never enters the retries.</summary>
    public BatchResult? TakeFirst()
    {
        var taken = _first;
        _first = null;
        return taken is { } result ? Count(result) : null;
    }

    public BatchResult Count(BatchResult result)
    {
        var code = FailurePolicy.IsTemporary(result) ? result.Failure.Code : null;
        SameAnswers = code is null ? 0 : string.Equals(code, _code, StringComparison.Ordinal) ? SameAnswers + 1 : 1;
        _code = code;
        return result;
    }
}
