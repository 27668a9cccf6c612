namespace DataAccess;

/// <summary>Limits and behaviour of a <see cref="BatchingWriter{T}"/>.</summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class BatchingWriterOptions<T>
{
    /// <summary>The maximum number of rows in a batch. Default 20,000: about 1 MiB of small rows, so that a stream needs few commits.</summary>
    public int MaxBatchRows { get; set; } = 20_000;

    /// <summary>The approximate maximum number of bytes of values in a batch. Default 1 MiB. A larger row is sent as a batch of its own.</summary>
    public int MaxBatchBytes { get; set; } = 1 << 20;

    /// <summary>
    /// How long a row may wait for others while an in-flight slot is free: a maximum age, so that rows that keep arriving do not delay it further.
    /// Default zero: an idle writer sends the first row immediately, and the rows that arrive meanwhile form the next batch.
    /// </summary>
    public TimeSpan Linger { get; set; }

    /// <summary>
    /// The maximum number of batches in flight at once, each on a connection of its own. The writer starts with one and adapts: one
    /// more while full batches are accepted as fast as before, half when the database slows down or rolls back. At most half of
    /// the pool is used, and only one connection if the database has a single writer. Default 4.
    /// </summary>
    public int MaxInFlight { get; set; } = 4;

    /// <summary>
    /// Returns the partition key of a row: rows with equal keys are committed in the order in which they were written, across
    /// retries too. Null is a key like any other. Default none: two batches in flight may then be committed in either order.
    /// </summary>
    public Func<T, object?>? PartitionBy { get; set; }

    /// <summary>
    /// What happens to a row whose key is already in the table. Default: the row is rejected. Of rows with the same key in different batches
    /// the last one wins only if the batches keep their order: with <see cref="PartitionBy"/>, or a <see cref="MaxInFlight"/> of 1.
    /// </summary>
    public ConflictAction OnConflict { get; set; }

    /// <summary>
    /// Whether the writer learns the keys that the database generates, for <see cref="BatchingWriter{T}.WriteAndGetKeyAsync"/>. Default false. Each row
    /// is then an insert of its own, as no database promises in which order it gives the keys of several rows back. The inserts of a batch are sent
    /// together in one transaction, and in one round trip for each 500 rows or 256 KiB where the driver has batches. It gives up COPY, LOAD DATA and inserts of many rows,
    /// for every row of this writer. The key must be one that the database generates, on MySQL and MariaDB an <c>auto_increment</c> number, and
    /// <see cref="OnConflict"/> must be <see cref="ConflictAction.Error"/>: a row that yields to another has no key of its own.
    /// </summary>
    public bool ReturnsKeys { get; set; }

    /// <summary>
    /// Whether each batch writes a row to the table of commit markers <c>dataaccess_ledger</c>, in its own transaction, so that after a COMMIT whose
    /// answer was lost the database is queried, and the batch is acknowledged or sent again. Default false: the rows of such a batch end as
    /// <see cref="RowOutcome.Unknown"/>. The table is created by <see cref="BatchingWriter{T}.EnsureLedgerAsync"/> or by a migration.
    /// </summary>
    public bool ExactlyOnce { get; set; }

    /// <summary>How long rows of the ledger are kept; longer than <see cref="DeliveryTimeout"/> and twice <see cref="SendTimeout"/> together. Default 1 day. Each row holds its own expiry time, by the database's clock, so that writers with other options can share the table; each of them removes expired rows. A row that closes a batch whose COMMIT was lost is kept for at least a day: a COMMIT that a network delays for longer than that, or than this option, may still be stored in addition to the rows that were sent again.</summary>
    public TimeSpan LedgerRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// A directory in which <see cref="BatchingWriter{T}.EnqueueAsync"/> keeps each row until the database has it, so that a row that was accepted survives the death of the process: it
    /// returns when the row is on the disk, and what is left there is written at the next start, once. Needs <see cref="ExactlyOnce"/>. The directory is made if it is missing, must be on
    /// a local disk, and belongs to one writer at a time. Rows of the other methods are not kept there. Default none.
    /// </summary>
    public string? Spool { get; set; }

    /// <summary>The maximum number of bytes of the files of <see cref="Spool"/>; beyond it <see cref="FullMode"/> says what happens to a row. At least four times <see cref="SpoolSegmentBytes"/>. Default 1 GiB.</summary>
    public long SpoolBytes { get; set; } = 1L << 30;

    /// <summary>The bytes after which <see cref="Spool"/> begins another file; a file is removed when all rows in it, and in those before it, have ended. Also the maximum size of a row. 64 KiB to 64 MiB, default 16 MiB.</summary>
    public int SpoolSegmentBytes { get; set; } = 16 << 20;

    /// <summary>Called before rows are written to the spool; what it throws is as if the disk were full.</summary>
    internal Action? BeforeSpoolWrite { get; set; }

    /// <summary>
    /// The maximum number of bytes of rows without an outcome, counting 128 for each row in addition to its values; beyond it, callers wait, first in,
    /// first out. Default 64 MiB.
    /// </summary>
    public long QueueBytes { get; set; } = 64L << 20;

    /// <summary>What happens to a row when the queue has no room for it. Default: its caller waits.</summary>
    public QueueFullMode FullMode { get; set; }

    /// <summary>How long a caller waits for room in the queue before <see cref="QueueFullException"/>. Default 30 s.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after its admission a row is retried before it ends as <see cref="RowOutcome.NotPersisted"/>. Default 120 s.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// How long one attempt to send a batch may take, including the wait for a connection. Default 60 s, longer than MySQL waits
    /// for a lock (innodb_lock_wait_timeout, 50 s), so that the server answers first. An attempt that did not
    /// reach its COMMIT is then retried; one that did is unknown, or with <see cref="ExactlyOnce"/> the ledger is queried.
    /// </summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How soon a batch that is known to be rolled back is sent again. The number of retries is bounded by <see cref="DeliveryTimeout"/>,
    /// so <see cref="RetryOptions.MaxRetries"/> is not used.
    /// </summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>
    /// Receives each row that was not committed and of which nobody is told otherwise, one call at a time. Default none. Those are the rows that <see cref="BatchingWriter{T}.EnqueueAsync"/>
    /// accepted, those of a <see cref="BatchingWriter{T}.WriteAsync"/> whose caller cancelled its wait once they were in a batch, and those of a <c>WriteManyAsync</c>
    /// without <c>onFailed</c>. A row whose caller gets an exception for it is not passed. An exception that the handler throws is logged
    /// and does not affect any row. Later rows wait for it, so it must not wait for this writer itself. If a call has not returned
    /// within <see cref="SendTimeout"/>, or 5 s after <see cref="DrainTimeout"/>, its token is cancelled and the writer no longer waits for it. The 5 s
    /// are for all calls together; after them there is no call any more: a row of <see cref="Spool"/> then stays for the next start, and another one is logged.
    /// <see cref="BatchingWriter{T}.FlushAsync"/>, <c>WriteManyAsync</c> and <see cref="BatchingWriter{T}.DisposeAsync"/> also wait for the handler.
    /// </summary>
    public Func<FailedRow<T>, CancellationToken, ValueTask>? DeadLetter { get; set; }

    /// <summary>How long <see cref="BatchingWriter{T}.DisposeAsync"/> waits for the queue to empty. Default 30 s. Rows that are left then end as not persisted or unknown.</summary>
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
            yield return Invariant($"{name} is {value}; it must be at least 1.");
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

        if (!Enum.IsDefined(FullMode) || !Enum.IsDefined(OnConflict))
        {
            yield return $"{nameof(FullMode)} is {FullMode} and {nameof(OnConflict)} is {OnConflict}; each must be one of its enum's values.";
        }

        if (ReturnsKeys && OnConflict != ConflictAction.Error)
        {
            yield return $"{nameof(OnConflict)} is {OnConflict} and {nameof(ReturnsKeys)} is true; a row that yields to another has no key of its own. Use {nameof(ConflictAction)}.{nameof(ConflictAction.Error)}, or remove {nameof(ReturnsKeys)}.";
        }

        if (QueueBytes < MaxBatchBytes)
        {
            yield return Invariant($"{nameof(QueueBytes)} is {QueueBytes}; it must be at least {nameof(MaxBatchBytes)} ({MaxBatchBytes}).");
        }

        foreach (var problem in SpoolProblems().Concat(Retry.Problems(nameof(Retry))))
        {
            yield return problem;
        }
    }

    private IEnumerable<string> SpoolProblems()
    {
        if (Spool is null)
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(Spool))
        {
            yield return $"{nameof(Spool)} is '{Spool}'; it must be the path of a directory, or null.";
        }

        if (!ExactlyOnce)
        {
            yield return $"{nameof(Spool)} is '{Spool}' and {nameof(ExactlyOnce)} is false; after a crash only the ledger says which rows the database already has. Set {nameof(ExactlyOnce)} = true, and create the table by EnsureLedgerAsync or a migration.";
        }

        if (FullMode == QueueFullMode.DropOldest)
        {
            yield return $"{nameof(Spool)} is '{Spool}' and {nameof(FullMode)} is {FullMode}; a row that was accepted is never dropped. Use {nameof(QueueFullMode)}.{nameof(QueueFullMode.Wait)} or {nameof(QueueFullMode.Fail)}.";
        }

        if (SpoolSegmentBytes is < 64 << 10 or > 64 << 20)
        {
            yield return Invariant($"{nameof(SpoolSegmentBytes)} is {SpoolSegmentBytes}; it must be from {64 << 10} to {64 << 20}.");
        }

        if (SpoolBytes < 4L * SpoolSegmentBytes)
        {
            yield return Invariant($"{nameof(SpoolBytes)} is {SpoolBytes}; it must be at least four times {nameof(SpoolSegmentBytes)} ({SpoolSegmentBytes}).");
        }
    }
}
