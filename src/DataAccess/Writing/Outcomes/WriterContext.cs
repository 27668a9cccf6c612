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
    CancellationToken Abort) : IDisposable
{
    /// <summary>The name of the writer for callers.</summary>
    public const string Owner = "BatchingWriter";

    /// <summary>How long handlers of failed rows may go on once <see cref="Abort"/> is cancelled, all calls together.</summary>
    public static readonly TimeSpan HandlerGrace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _late = new(Timeout.InfiniteTimeSpan, Session.Time);
    private int _hasGraceBegun;

    /// <summary>Cancelled when handlers of failed rows are no longer waited for.</summary>
    public CancellationToken Late => _late.Token;

    public string Table { get; } = Map.Table.ToString();

    /// <summary>The failure that stopped the writer, or null while it runs.</summary>
    public WriterStop Stop { get; } = new();

    /// <summary>What ends the drain, with its value, for messages.</summary>
    public string DrainLimit { get; set; } = $"{nameof(Options.DrainTimeout)} ({Options.DrainTimeout})";

    /// <summary>The spool; null if there is none.</summary>
    public SpooledRows<T>? Spool { get; set; }

    /// <param name="admittedAt">When the row was admitted; the largest number for a row of the spool, which waits for as long as it takes.</param>
    public bool IsExpired(long admittedAt) => admittedAt != long.MaxValue && Session.Time.GetElapsedTime(admittedAt) >= Options.DeliveryTimeout;

    /// <summary>A handler of failed rows runs, and <see cref="Abort"/> is cancelled: from the first time on it has <see cref="HandlerGrace"/>.</summary>
    public void BeginGrace()
    {
        if (Interlocked.Exchange(ref _hasGraceBegun, 1) == 0)
        {
            _late.CancelAfter(HandlerGrace);
        }
    }

    public void Dispose() => _late.Dispose();
}
