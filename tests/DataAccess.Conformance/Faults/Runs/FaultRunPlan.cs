namespace DataAccess.Conformance.Faults;

/// <summary>What the callers of one seeded run do, and how their writer is set. Pure: the same seed, the same plan.</summary>
internal sealed class FaultRunPlan
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly Random _random;

    public FaultRunPlan(Random random)
    {
        _random = random;
        IsBurst = Is(4);
        ExactlyOnce = Is(2);
        IgnoresConflicts = Is(5);
        MaxInFlight = random.Next(1, 5);
        IsPartitioned = Is(4);
        DisposeEarly = Is(7);
        IsTight = !IsBurst && Is(4);
        WhenFull = (WhenFull)random.Next(3);
        Linger = Is(4) ? TimeSpan.FromMilliseconds(random.Next(1, 10)) : TimeSpan.Zero;
        HasShortSendTimeout = Is(10);
        SendTimeout = HasShortSendTimeout ? TimeSpan.FromMilliseconds(random.Next(300, 600)) : Long;
        HasShortDeliveryTimeout = Is(5);
        DeliveryTimeout = HasShortDeliveryTimeout ? TimeSpan.FromMilliseconds(random.Next(20, 300)) : 2 * Long;
        DrainTimeout = DisposeEarly ? TimeSpan.FromMilliseconds(random.Next(1, 150)) : Long;
        MaxBatchRows = IsBurst ? 5_000 : new[] { 1, 3, 10, 100 }[random.Next(4)];
        var rows = new RandomRows(random, IsBurst, IgnoresConflicts);
        Callers = [.. Enumerable.Range(0, IsBurst ? 2 : random.Next(2, 13)).Select(_ => Caller(rows))];
    }

    /// <summary>Whether few callers write many rows at once.</summary>
    public bool IsBurst { get; }

    public bool ExactlyOnce { get; }

    /// <summary>Whether a row that another unique column keeps out counts as committed.</summary>
    public bool IgnoresConflicts { get; }

    public int MaxInFlight { get; }

    public bool IsPartitioned { get; }

    public IReadOnlyList<PlannedCaller> Callers { get; }

    /// <summary>Whether the writer is disposed while callers still write.</summary>
    public bool DisposeEarly { get; }

    /// <summary>Whether the queue is so small that callers find no room.</summary>
    public bool IsTight { get; }

    public WhenFull WhenFull { get; }

    public TimeSpan Linger { get; }

    /// <summary>Whether an answer may take longer than the writer waits for it.</summary>
    public bool HasShortSendTimeout { get; }

    public TimeSpan SendTimeout { get; }

    public bool HasShortDeliveryTimeout { get; }

    public TimeSpan DeliveryTimeout { get; }

    public TimeSpan DrainTimeout { get; }

    public int MaxBatchRows { get; }

    /// <summary>Whether a row may be unknown although the ledger is kept: the writer's time was up before it could be asked.</summary>
    public bool MayBeUnknown => DisposeEarly || HasShortDeliveryTimeout;

    public BatchingWriterOptions<FaultRow> ToOptions(Func<FailedRow<FaultRow>, CancellationToken, ValueTask> deadLetter) => new()
    {
        MaxBatchRows = MaxBatchRows,
        MaxBatchBytes = IsTight ? 2_000 : 1 << 20,
        QueueBytes = IsTight ? 2_000 : 64L << 20,
        QueueTimeout = IsTight ? TimeSpan.FromMilliseconds(200) : Long,
        WhenFull = WhenFull,
        Linger = Linger,
        MaxInFlight = MaxInFlight,
        PartitionBy = IsPartitioned ? static row => row.Number % 5 : null,
        OnConflict = IgnoresConflicts ? ConflictAction.Ignore : ConflictAction.Error,
        ExactlyOnce = ExactlyOnce,
        SendTimeout = SendTimeout,
        DeliveryTimeout = DeliveryTimeout,
        DrainTimeout = DrainTimeout,
        DeadLetter = deadLetter,
        Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(20) },
    };

    private PlannedCaller Caller(RandomRows rows)
    {
        // Only a stream is sure to make batches large enough for COPY or LOAD DATA.
        var isStream = IsBurst ? !Is(4) : Is(3);
        var kind = isStream ? (CallKind)_random.Next(1, 3) : CallKind.OneByOne;
        var count = IsBurst ? _random.Next(200, kind == CallKind.OneByOne ? 2_000 : 6_000) : _random.Next(5, 30);
        return new PlannedCaller(kind, rows.Take(count), Is(8) ? TimeSpan.FromMilliseconds(_random.Next(1, 40)) : null);
    }

    /// <summary>One time in so many.</summary>
    private bool Is(int oneIn) => _random.Next(oneIn) == 0;
}
