using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using DataAccess.Telemetry;

namespace DataAccess.Writing.Outcomes;

/// <summary>The metrics of one writer, identified by its table. Nothing is measured while there is no listener.</summary>
internal sealed class WriterMetrics(TimeProvider time, string table)
{
    private const string Prefix = "dataaccess.writer.";

    // Weak, so that a writer that is never disposed is not kept alive by its gauges.
    private static readonly ConditionalWeakTable<WriterMetrics, Func<WriterStatistics>> Writers = [];

    private static readonly Histogram<double> RoomWait = Seconds("admission_time", "The time a caller waited for room in the queue.");
    private static readonly Histogram<double> QueueTime = Seconds("queue_time", "The time the oldest row of a batch waited for it.");
    private static readonly Histogram<double> SendTime = Seconds("send_time", "The time from the start of an attempt until its COMMIT is sent.");
    private static readonly Histogram<double> CommitTime = Seconds("commit_time", "The time from sending COMMIT until its answer.");
    private static readonly Histogram<long> BatchRows = Instruments.Rows(Prefix + "batch_rows", "The rows of a batch.");
    private static readonly Histogram<long> BatchBytes = Instruments.Meter.CreateHistogram(
        Prefix + "batch_bytes", "By", "The bytes of values of a batch.", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = [256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20] });
    private static readonly Counter<long> Closes = Instruments.Meter.CreateCounter<long>(Prefix + "batches", "{batch}", "Batches by what closed them.");
    private static readonly Counter<long> Retries = Instruments.Meter.CreateCounter<long>(Prefix + "retries", "{retry}", "Batches sent again, by error.");

    static WriterMetrics()
    {
        Gauge("queued_rows", "{row}", "Rows that have no outcome yet.", static s => s.Queued);
        Gauge("queued_bytes", "By", "Bytes of rows that have no outcome yet.", static s => s.QueuedBytes);
        Gauge("in_flight_slots", "{batch}", "How many batches may be in flight at once.", static s => s.InFlightSlots);
        Gauge("in_flight", "{batch}", "How many batches are in flight.", static s => s.InFlight);
        Gauge("spool_rows", "{row}", "Rows that the spool holds.", static s => s.SpooledRows);
        Gauge("spool_bytes", "By", "Bytes of the spool's files.", static s => s.SpooledBytes);
        Instruments.Meter.CreateObservableCounter(Prefix + "spool_replayed", static () => Observe(static s => s.Replayed), "{row}", "Rows of an earlier process that were admitted from the spool.");
        Instruments.Meter.CreateObservableCounter(Prefix + "rows", ObserveOutcomes, "{row}", "Rows by outcome.");
    }

    private KeyValuePair<string, object?> Table { get; } = new("db.collection.name", table);

    public void Publish(Func<WriterStatistics> statistics) => Writers.Add(this, statistics);

    public void Withdraw() => Writers.Remove(this);

    public void WaitedForRoom(TimeSpan waited) => Quietly((Waited: waited, Self: this), static s => s.Self.Record(RoomWait, s.Waited));

    public void Closed(string reason, int rows, long bytes, long oldestAt)
        => Quietly((Self: this, reason, rows, bytes, oldestAt), static s => s.Self.RecordClosed(s.reason, s.rows, s.bytes, s.oldestAt));

    public void Sent(long sentAt, long commitSentAt)
        => Quietly((Self: this, sentAt, commitSentAt), static s => s.Self.RecordSent(s.sentAt, s.commitSentAt));

    public void Retried(FailureKind kind) => Quietly((Self: this, kind), static s => s.Self.RecordRetried(s.kind));

    /// <summary>A listener that throws must not prevent a row from getting its outcome, nor the next caller from getting room or an in-flight slot.</summary>
    private static void Quietly<TState>(TState state, Action<TState> record)
    {
        try
        {
            record(state);
        }
        catch (Exception)
        {
            // The failure is the listener's own, for its owner to detect.
        }
    }

    private void RecordClosed(string reason, int rows, long bytes, long oldestAt)
    {
        if (Closes.Enabled)
        {
            Closes.Add(1, Table, new KeyValuePair<string, object?>("reason", reason));
        }

        if (BatchRows.Enabled)
        {
            BatchRows.Record(rows, Table);
        }

        if (BatchBytes.Enabled)
        {
            BatchBytes.Record(bytes, Table);
        }

        if (QueueTime.Enabled)
        {
            Record(QueueTime, time.GetElapsedTime(oldestAt));
        }
    }

    private void RecordSent(long sentAt, long commitSentAt)
    {
        if (SendTime.Enabled)
        {
            Record(SendTime, time.GetElapsedTime(sentAt, commitSentAt));
        }

        if (CommitTime.Enabled)
        {
            Record(CommitTime, time.GetElapsedTime(commitSentAt));
        }
    }

    private void RecordRetried(FailureKind kind)
    {
        if (Retries.Enabled)
        {
            Retries.Add(1, Table, new KeyValuePair<string, object?>("error.type", Names<FailureKind>.Of(kind)));
        }
    }

    private void Record(Histogram<double> histogram, TimeSpan duration)
    {
        if (histogram.Enabled)
        {
            histogram.Record(duration.TotalSeconds, Table);
        }
    }

    private static Histogram<double> Seconds(string name, string description)
        => Instruments.Seconds(Prefix + name, description);

    private static void Gauge(string name, string unit, string description, Func<WriterStatistics, long> value)
        => Instruments.Meter.CreateObservableUpDownCounter(Prefix + name, () => Observe(value), unit, description);

    private static IEnumerable<Measurement<long>> Observe(Func<WriterStatistics, long> value)
    {
        foreach (var (metrics, statistics) in Writers)
        {
            yield return new Measurement<long>(value(statistics()), metrics.Table);
        }
    }

    private static IEnumerable<Measurement<long>> ObserveOutcomes()
    {
        foreach (var (metrics, read) in Writers)
        {
            var statistics = read();
            yield return Of(statistics.Committed, RowOutcome.Committed);
            yield return Of(statistics.Rejected, RowOutcome.Rejected);
            yield return Of(statistics.NotPersisted, RowOutcome.NotPersisted);
            yield return Of(statistics.Unknown, RowOutcome.Unknown);

            Measurement<long> Of(long count, RowOutcome outcome)
                => new(count, metrics.Table, new KeyValuePair<string, object?>("outcome", Names<RowOutcome>.Of(outcome)));
        }
    }
}
