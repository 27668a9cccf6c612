namespace DataAccess;

/// <summary>Limits and behaviour of a <see cref="BatchingWriter{T}"/>.</summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class BatchingWriterOptions<T>
{
    /// <summary>How many rows one batch holds at most. Default 20,000: about what 1 MiB of small rows are, so that a stream pays for few commits.</summary>
    public int MaxBatchRows { get; set; } = 20_000;

    /// <summary>About how many bytes of values one batch holds at most. Default 1 MiB. A larger row is a batch of its own.</summary>
    public int MaxBatchBytes { get; set; } = 1 << 20;

    /// <summary>
    /// How long a row may wait for others while a lane is free: a maximum age, so that rows that keep coming do not put it off.
    /// Default zero: an idle writer sends the first row at once, and what comes meanwhile is the next batch.
    /// </summary>
    public TimeSpan Linger { get; set; }

    /// <summary>
    /// How many batches may be in flight at once, each on a connection of its own. The writer starts with one and adapts: one
    /// more while full batches are taken as fast as before, half when the database slows down or rolls back. At most half of
    /// the pool is used, and one where the database has a single writer. Default 4.
    /// </summary>
    public int MaxInFlight { get; set; } = 4;

    /// <summary>
    /// Gives what tells rows apart whose order matters: rows with equal values are committed in the order they came in, across
    /// retries too. Null is a value like any other. Default none: then two batches in flight may be committed in either order.
    /// </summary>
    public Func<T, object?>? PartitionBy { get; set; }

    /// <summary>
    /// What a row does where its key is in the table already. Default: it is rejected. Of rows with one key in different batches
    /// the last one wins only where the batches keep their order: with <see cref="PartitionBy"/>, or a <see cref="MaxInFlight"/> of 1.
    /// </summary>
    public ConflictAction OnConflict { get; set; }

    /// <summary>
    /// Whether each batch leaves a row in the table <c>dataaccess_ledger</c>, in its own transaction, so that after a COMMIT whose
    /// answer was lost the database is asked, and the batch acked or sent again. Default false: the rows of such a batch end as
    /// <see cref="RowOutcome.Unknown"/>. The table is made by <see cref="BatchingWriter{T}.EnsureLedgerAsync"/> or a migration.
    /// </summary>
    public bool ExactlyOnce { get; set; }

    /// <summary>How long rows of the ledger are kept; longer than <see cref="DeliveryTimeout"/> and twice <see cref="SendTimeout"/> together. Default 1 day. Each row says until when, by the database's clock, so that writers with other options may share the table; any of them removes older ones as it goes. A row that closes a batch whose COMMIT was lost is kept a day at least: a COMMIT that a network holds for longer than that, or than this, may still be stored beside the rows that were sent again.</summary>
    public TimeSpan LedgerRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How many bytes of rows may be without an outcome, 128 counted for each beside its values; past it, writers wait, first in
    /// first out. Default 64 MiB.
    /// </summary>
    public long QueueBytes { get; set; } = 64L << 20;

    /// <summary>What happens to a row that the queue has no room for. Default: its caller waits.</summary>
    public WhenFull WhenFull { get; set; }

    /// <summary>How long a caller waits for room in the queue before <see cref="QueueFullException"/>. Default 30 s.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long, from its admission, a row is tried before it ends as <see cref="RowOutcome.NotPersisted"/>. Default 120 s.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// How long one attempt to send a batch may take, the wait for a connection included. Default 60 s, longer than MySQL waits
    /// for a lock (innodb_lock_wait_timeout, 50 s), so that the server's answer comes first. An attempt that did not
    /// get to its COMMIT is then made again; one that did is unknown, or with <see cref="ExactlyOnce"/> the ledger is asked.
    /// </summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How soon a batch that is known to be rolled back is sent again. How often is decided by <see cref="DeliveryTimeout"/>,
    /// so <see cref="RetryOptions.MaxRetries"/> is not used.
    /// </summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>
    /// Receives each row that was admitted and not committed, one call at a time. Default none. An exception in it is logged
    /// and harms no row. The rows behind it wait for it, so it must not wait for this writer itself. One that has not returned
    /// within <see cref="SendTimeout"/>, or 5 s after <see cref="DrainTimeout"/>, is told so by its token and left behind.
    /// A caller of <see cref="BatchingWriter{T}.WriteAsync"/> may have his exception first; <see cref="BatchingWriter{T}.FlushAsync"/>,
    /// <c>WriteManyAsync</c> and <see cref="BatchingWriter{T}.DisposeAsync"/> wait for this as well.
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
            [(nameof(MaxBatchRows), MaxBatchRows), (nameof(MaxBatchBytes), MaxBatchBytes), (nameof(QueueBytes), QueueBytes), (nameof(MaxInFlight), MaxInFlight)];
        foreach (var (name, value) in counts.Where(static c => c.Value < 1))
        {
            yield return $"{name} is {value}; it must be at least 1.";
        }

        (string Name, TimeSpan Value)[] times =
        [
            (nameof(QueueTimeout), QueueTimeout),
            (nameof(DeliveryTimeout), DeliveryTimeout),
            (nameof(SendTimeout), SendTimeout),
            (nameof(DrainTimeout), DrainTimeout),
        ];
        foreach (var (name, value) in times.Where(static t => t.Value <= TimeSpan.Zero || t.Value > TimeSpan.FromDays(49)))
        {
            yield return $"{name} is {value}; it must be positive and at most 49 days.";
        }

        if (Linger < TimeSpan.Zero || Linger >= DeliveryTimeout)
        {
            yield return $"{nameof(Linger)} is {Linger}; it must be zero or more and less than {nameof(DeliveryTimeout)} ({DeliveryTimeout}).";
        }

        if (ExactlyOnce && LedgerRetention <= DeliveryTimeout + (2 * SendTimeout))
        {
            yield return $"{nameof(LedgerRetention)} is {LedgerRetention}; it must be longer than {nameof(DeliveryTimeout)} ({DeliveryTimeout}) and twice {nameof(SendTimeout)} ({SendTimeout}) together, "
                + "so that a batch's commit marker is never removed before it is queried.";
        }

        if (!Enum.IsDefined(WhenFull) || !Enum.IsDefined(OnConflict))
        {
            yield return $"{nameof(WhenFull)} is {WhenFull} and {nameof(OnConflict)} is {OnConflict}; each must be one of its enum's values.";
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
