namespace DataAccess;

/// <summary>Limits and behaviour of a <see cref="BatchingWriter{T}"/>.</summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class BatchingWriterOptions<T>
{
    /// <summary>How many rows one batch holds at most. Default 5,000.</summary>
    public int MaxBatchRows { get; set; } = 5_000;

    /// <summary>About how many bytes of values one batch holds at most. Default 1 MiB. A larger row is a batch of its own.</summary>
    public int MaxBatchBytes { get; set; } = 1 << 20;

    /// <summary>
    /// How many bytes of rows may be without an outcome, 128 counted for each beside its values; past it, writers wait, first in
    /// first out. Default 64 MiB.
    /// </summary>
    public long QueueBytes { get; set; } = 64L << 20;

    /// <summary>How long a caller waits for room in the queue before <see cref="QueueFullException"/>. Default 30 s.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long, from its admission, a row is tried before it ends as <see cref="RowOutcome.NotPersisted"/>. Default 120 s.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// How soon a batch that is known to be rolled back is sent again. How often is decided by <see cref="DeliveryTimeout"/>,
    /// so <see cref="RetryOptions.MaxRetries"/> is not used.
    /// </summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>
    /// Receives each row that was admitted and not committed, in turn. Default none. An exception in it is logged and harms
    /// no row. The rows behind it wait for it, so it must not wait for this writer itself, and it ends when its token is cancelled.
    /// </summary>
    public Func<FailedRow<T>, CancellationToken, ValueTask>? DeadLetter { get; set; }

    /// <summary>How long <see cref="BatchingWriter{T}.DisposeAsync"/> waits for the queue to empty. Default 30 s. What is left then ends as not persisted, or unknown.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal BatchingWriterOptions<T> Validated()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0)
        {
            throw new InvalidOptionsException("The options of the batching writer are not valid. " + string.Join(" ", problems));
        }

        return this;
    }

    private IEnumerable<string> Problems()
    {
        (string Name, long Value)[] counts =
            [(nameof(MaxBatchRows), MaxBatchRows), (nameof(MaxBatchBytes), MaxBatchBytes), (nameof(QueueBytes), QueueBytes)];
        foreach (var (name, value) in counts.Where(static c => c.Value < 1))
        {
            yield return $"{name} is {value}; it must be at least 1.";
        }

        (string Name, TimeSpan Value)[] times =
            [(nameof(QueueTimeout), QueueTimeout), (nameof(DeliveryTimeout), DeliveryTimeout), (nameof(DrainTimeout), DrainTimeout)];
        foreach (var (name, value) in times.Where(static t => t.Value <= TimeSpan.Zero || t.Value > TimeSpan.FromDays(49)))
        {
            yield return $"{name} is {value}; it must be positive and at most 49 days.";
        }

        if (QueueBytes < MaxBatchBytes)
        {
            yield return $"{nameof(QueueBytes)} is {QueueBytes}; it must be at least {nameof(MaxBatchBytes)} ({MaxBatchBytes}).";
        }

        foreach (var problem in Retry.Problems(nameof(Retry)))
        {
            yield return problem;
        }
    }
}
