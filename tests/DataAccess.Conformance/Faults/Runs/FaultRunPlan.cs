namespace DataAccess.Conformance.Faults;

/// <summary>What the callers of one seeded run do, and how their writer is set. Pure: the same seed, the same plan.</summary>
internal sealed class FaultRunPlan
{
    private readonly Random _random;

    public FaultRunPlan(Random random)
    {
        _random = random;
        IsBurst = random.Next(6) == 0;
        var number = FaultRow.FirstNumber;
        Callers = [.. Enumerable.Range(0, IsBurst ? 2 : random.Next(2, 13)).Select(_ => Rows(ref number))];
        DisposeEarly = random.Next(7) == 0;
        IsTight = random.Next(5) == 0;
        DeliveryTimeout = random.Next(5) == 0 ? TimeSpan.FromMilliseconds(random.Next(20, 300)) : TimeSpan.FromMinutes(2);
        DrainTimeout = DisposeEarly ? TimeSpan.FromMilliseconds(random.Next(1, 150)) : TimeSpan.FromMinutes(1);
        MaxBatchRows = IsBurst ? 5_000 : new[] { 1, 3, 10, 100 }[random.Next(4)];
    }

    /// <summary>Whether few callers put many rows into the queue at once.</summary>
    public bool IsBurst { get; }

    /// <summary>The rows of each caller, in the order in which he writes them.</summary>
    public IReadOnlyList<IReadOnlyList<PlannedRow>> Callers { get; }

    /// <summary>Whether the writer is disposed while callers still write.</summary>
    public bool DisposeEarly { get; }

    /// <summary>Whether the queue is so small that callers wait for room.</summary>
    public bool IsTight { get; }

    public TimeSpan DeliveryTimeout { get; }

    public TimeSpan DrainTimeout { get; }

    public int MaxBatchRows { get; }

    public BatchingWriterOptions<FaultRow> ToOptions(Func<FailedRow<FaultRow>, CancellationToken, ValueTask> deadLetter) => new()
    {
        MaxBatchRows = MaxBatchRows,
        MaxBatchBytes = IsTight ? 2_000 : 1 << 20,
        QueueBytes = IsTight ? 2_000 : 64L << 20,
        QueueTimeout = IsTight ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromMinutes(1),
        DeliveryTimeout = DeliveryTimeout,
        DrainTimeout = DrainTimeout,
        DeadLetter = deadLetter,
        Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(20) },
    };

    private PlannedRow[] Rows(ref long number)
    {
        var rows = new PlannedRow[IsBurst ? _random.Next(200, 2_000) : _random.Next(5, 30)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Row(++number);
        }

        return rows;
    }

    private PlannedRow Row(long number)
    {
        var isPoison = _random.Next(IsBurst ? 300 : 20) == 0;
        var row = new FaultRow { Number = number, Sensor = new string('s', _random.Next(1, 200)), Level = number % 3 == 0 ? null : number % 900 };
        if (isPoison)
        {
            Spoil(row);
        }

        return new PlannedRow(
            new RowRecord(row, isPoison),
            IsAwaited: _random.Next(IsBurst ? 100 : 3) == 0,
            CancelAfter: _random.Next(8) == 0 ? TimeSpan.FromMilliseconds(_random.Next(1, 10)) : null);
    }

    private void Spoil(FaultRow row)
    {
        switch (_random.Next(3))
        {
            case 0:
                row.Scarce = FaultRow.TakenKey;
                break;
            case 1:
                row.Sensor = null!;
                break;
            default:
                row.Level = 5_000;
                break;
        }
    }
}
