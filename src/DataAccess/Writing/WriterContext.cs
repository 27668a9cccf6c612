namespace DataAccess;

/// <summary>What the parts of one writer share.</summary>
internal sealed record WriterContext<T>(
    Database Database,
    TableMap<T> Map,
    BatchingWriterOptions<T> Options,
    WriterCounters Counters,
    CreditGate Credits,
    LaneGate Lanes,
    WriterMetrics Metrics,
    CancellationToken Abort)
{
    public string Table { get; } = Map.Table.ToString();

    /// <summary>The failure that stopped the writer, or null while it runs.</summary>
    public WriterStop Stop { get; } = new();

    public BatchLimits Limits(long packetBytes) => new(Options.MaxBatchRows, Options.MaxBatchBytes, packetBytes, Options.Linger);

    public bool IsExpired(long admittedAt) => Database.Time.GetElapsedTime(admittedAt) >= Options.DeliveryTimeout;
}
