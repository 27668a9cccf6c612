using DataAccess.Mapping;
using DataAccess.Sessions;
using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Outcomes;

/// <summary>The state that the parts of one writer share.</summary>
internal sealed record WriterContext<T>(
    SessionContext Session,
    TableMap<T> Map,
    BatchingWriterOptions<T> Options,
    WriterCounters Counters,
    WriterMetrics Metrics,
    CancellationToken Abort)
{
    /// <summary>The name of the writer for callers.</summary>
    public const string Owner = "BatchingWriter";

    /// <summary>How long after <see cref="Abort"/> handlers of failed rows may go on, all calls together.</summary>
    public static readonly TimeSpan HandlerGrace = TimeSpan.FromSeconds(5);

    /// <summary>Cancelled when handlers of failed rows are no longer waited for.</summary>
    public CancellationToken Late { get; init; }

    public string Table { get; } = Map.Table.ToString();

    /// <summary>The failure that stopped the writer, or null while it runs.</summary>
    public WriterStop Stop { get; } = new();

    /// <summary>What ends the drain, with its value, for messages.</summary>
    public string DrainLimit { get; set; } = $"{nameof(Options.DrainTimeout)} ({Options.DrainTimeout})";

    /// <summary>The spool; null if there is none.</summary>
    public SpooledRows<T>? Spool { get; set; }

    /// <param name="admittedAt">When the row was admitted; the largest number for a row of the spool, which waits for as long as it takes.</param>
    public bool IsExpired(long admittedAt) => admittedAt != long.MaxValue && Session.Time.GetElapsedTime(admittedAt) >= Options.DeliveryTimeout;
}
