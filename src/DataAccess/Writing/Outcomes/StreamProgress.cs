namespace DataAccess.Writing.Outcomes;

/// <summary>Counts the outcomes of the rows of one stream, and signals when all of them have one.</summary>
internal sealed class StreamProgress<T>(FailureHandler<T>? handler)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long[] _outcomes = new long[4];
    private long _batches;

    // One for the stream itself while it is being read, and one for each batch or row without an outcome.
    private long _open = 1;

    /// <summary>Completes when the stream has ended and all of its rows have their outcome.</summary>
    public Task Ended => _ended.Task;

    public StreamFailures<T> Failures { get; } = new(handler);

    public void Enter() => Interlocked.Increment(ref _open);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _ended.SetResult();
        }
    }

    public void CountBatch() => Interlocked.Increment(ref _batches);

    public void Commit(int rows) => Interlocked.Add(ref _outcomes[(int)RowOutcome.Committed], rows);

    public void Fail(long index, RowOutcome outcome, in DatabaseFailure failure)
    {
        Interlocked.Increment(ref _outcomes[(int)outcome]);
        Failures.Add(index, outcome, failure);
    }

    public WriteSummary Summary(TimeSpan elapsed) => new(
        Interlocked.Read(ref _outcomes[(int)RowOutcome.Committed]),
        Interlocked.Read(ref _outcomes[(int)RowOutcome.Rejected]),
        Interlocked.Read(ref _outcomes[(int)RowOutcome.NotPersisted]),
        Interlocked.Read(ref _outcomes[(int)RowOutcome.Unknown]),
        Interlocked.Read(ref _batches),
        elapsed,
        Failures.First)
    {
        Failures = Failures.Kept,
    };
}
