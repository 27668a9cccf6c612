using DataAccess.Events.Storage;

namespace DataAccess.Events;

/// <summary>Limits of a publisher.</summary>
public sealed class EventPublisherOptions
{
    /// <inheritdoc cref="BatchingWriterOptions{T}.MaxBatchRows"/>
    public int MaxBatchRows { get; set; } = 2_000;

    /// <inheritdoc cref="BatchingWriterOptions{T}.MaxInFlight"/>
    public int MaxInFlight { get; set; } = 4;

    /// <inheritdoc cref="BatchingWriterOptions{T}.ExactlyOnce"/>
    public bool ExactlyOnce { get; set; }

    /// <inheritdoc cref="BatchingWriterOptions{T}.QueueBytes"/>
    public long QueueBytes { get; set; } = 64L << 20;

    /// <inheritdoc cref="BatchingWriterOptions{T}.QueueTimeout"/>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc cref="BatchingWriterOptions{T}.DeliveryTimeout"/>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <inheritdoc cref="BatchingWriterOptions{T}.DrainTimeout"/>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Events with one key are in one partition of the writer, so that they keep their order.</summary>
    internal BatchingWriterOptions<EventRow> ToWriterOptions() => new BatchingWriterOptions<EventRow>
    {
        MaxBatchRows = MaxBatchRows,
        MaxInFlight = MaxInFlight,
        PartitionBy = static row => row.Key ?? (object)row.Hash,
        ExactlyOnce = ExactlyOnce,
        QueueBytes = QueueBytes,
        QueueTimeout = QueueTimeout,
        DeliveryTimeout = DeliveryTimeout,
        DrainTimeout = DrainTimeout,
    }.Validated();
}
