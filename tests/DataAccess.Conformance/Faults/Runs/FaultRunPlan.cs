namespace DataAccess.Conformance.Faults;

/// <summary>What the callers of one writer of a seeded run do, and how it is set. Pure: the same seed, the same plan.</summary>
internal sealed class FaultRunPlan
{
    /// <summary>Room for one row of any length.</summary>
    private const int TightBytes = 2_500;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan[] Offsets = [TimeSpan.Zero, TimeSpan.FromHours(-1), TimeSpan.FromHours(1), TimeSpan.FromDays(2)];

    private readonly Random _random;

    public FaultRunPlan(Random random)
        : this(random, null)
    {
    }

    private FaultRunPlan(Random random, FaultRunPlan? main)
    {
        _random = random;
        IsHasty = main is not null;
        IsBurst = !IsHasty && Is(4);
        ExactlyOnce = Is(2) || IsHasty;
        IgnoresConflicts = Is(5);
        MaxInFlight = random.Next(1, 5);
        IsPartitioned = Is(4);
        DisposeEarly = Is(7);
        IsTight = !IsBurst && Is(4);
        FullMode = (QueueFullMode)random.Next(3);
        Linger = Is(4) ? TimeSpan.FromMilliseconds(random.Next(1, 10)) : TimeSpan.Zero;
        HasShortSendTimeout = Is(8) || IsHasty;
        SendTimeout = HasShortSendTimeout ? TimeSpan.FromMilliseconds(random.Next(300, 600)) : Long;
        HasShortDeliveryTimeout = Is(3) || IsHasty;
        DeliveryTimeout = HasShortDeliveryTimeout ? TimeSpan.FromMilliseconds(IsHasty ? random.Next(100, 300) : random.Next(12, Is(2) ? 40 : 300)) : 2 * Long;
        DrainTimeout = DisposeEarly ? TimeSpan.FromMilliseconds(random.Next(1, 150)) : Long;
        MaxBatchRows = IsBurst ? 5_000 : new[] { 1, 3, 10, 100 }[random.Next(4)];
        HasLateCancels = HasShortSendTimeout || Is(3);
        Explodes = main?.Explodes ?? Is(4);
        HasTriggers = main?.HasTriggers ?? Is(4);
        Clock = ExactlyOnce ? new FaultClock(Offsets[random.Next(Offsets.Length)]) : null;
        var rows = new RandomRows(random, this);
        Callers = [.. Enumerable.Range(0, IsBurst || IsHasty ? 2 : random.Next(2, 13)).Select(_ => Caller(rows))];
        Transactions = new RandomTransactions(random).Take(IsHasty ? 0 : random.Next(4));
        Beside = ExactlyOnce && !IsHasty && Is(2) ? new FaultRunPlan(random, this) : null;
    }

    /// <summary>Another writer, which uses the same ledger and keeps its entries as short as it may; or null.</summary>
    public FaultRunPlan? Beside { get; }

    /// <summary>Whether it is the one <see cref="Beside"/> another.</summary>
    public bool IsHasty { get; }

    /// <summary>Whether few callers write many rows at once.</summary>
    public bool IsBurst { get; }

    public bool ExactlyOnce { get; }

    /// <summary>The clock of the writer's machine; null for the right one.</summary>
    public TimeProvider? Clock { get; }

    /// <summary>Whether a row that another unique column keeps out counts as committed.</summary>
    public bool IgnoresConflicts { get; }

    public int MaxInFlight { get; }

    public bool IsPartitioned { get; }

    public IReadOnlyList<PlannedCaller> Callers { get; }

    /// <summary>What callers do in transactions meanwhile.</summary>
    public IReadOnlyList<IReadOnlyList<PlannedTransaction>> Transactions { get; }

    /// <summary>Whether requests to cancel come late to the server.</summary>
    public bool HasLateCancels { get; }

    /// <summary>Whether what the program gave to the library throws: getters, <c>PartitionBy</c>, <c>DeadLetter</c>, its logger and its listener.</summary>
    public bool Explodes { get; }

    /// <summary>Whether the table has triggers, which refuse some rows, and for a while all.</summary>
    public bool HasTriggers { get; }

    /// <summary>What sets the run apart, for the table of what was tried.</summary>
    public IEnumerable<string> Traits
    {
        get
        {
            (bool Is, string Name)[] traits =
            [
                (Beside is not null, "two writers with one ledger"),
                (Explodes, "callbacks that throw"),
                (HasTriggers, "triggers"),
                (HasLateCancels, "cancels that come late"),
                (HasShortDeliveryTimeout, "a short DeliveryTimeout"),
                (Transactions.Count > 0, "transactions"),
            ];
            return traits.Where(static trait => trait.Is).Select(static trait => trait.Name);
        }
    }

    /// <summary>Whether the writer is disposed while callers still write.</summary>
    public bool DisposeEarly { get; }

    /// <summary>Whether the queue is so small that callers find no room.</summary>
    public bool IsTight { get; }

    public QueueFullMode FullMode { get; }

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

    /// <summary>The shortest that the options allow where they are short.</summary>
    private TimeSpan LedgerRetention => IsHasty ? DeliveryTimeout + (2 * SendTimeout) + TimeSpan.FromMilliseconds(1) : TimeSpan.FromDays(1);

    public BatchingWriterOptions<FaultRow> ToOptions(Func<FailedRow<FaultRow>, CancellationToken, ValueTask> deadLetter) => new()
    {
        MaxBatchRows = MaxBatchRows,
        MaxBatchBytes = IsTight ? TightBytes : 1 << 20,
        QueueBytes = IsTight ? TightBytes : 64L << 20,
        QueueTimeout = IsTight ? TimeSpan.FromMilliseconds(200) : Long,
        FullMode = FullMode,
        Linger = Linger,
        MaxInFlight = MaxInFlight,
        PartitionBy = IsPartitioned ? static row => row.ThrowsInPartitionBy ? throw new ExplodingException("PartitionBy") : row.Number % 5 : null,
        OnConflict = IgnoresConflicts ? ConflictAction.Ignore : ConflictAction.Error,
        ExactlyOnce = ExactlyOnce,
        LedgerRetention = LedgerRetention,
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
        var count = IsBurst ? _random.Next(200, kind == CallKind.OneByOne ? 2_000 : 6_000) : IsHasty ? 60 : _random.Next(5, 30);
        return new PlannedCaller(kind, rows.Take(count), Is(8) ? TimeSpan.FromMilliseconds(_random.Next(1, 40)) : null);
    }

    /// <summary>One time in so many.</summary>
    private bool Is(int oneIn) => _random.Next(oneIn) == 0;
}
