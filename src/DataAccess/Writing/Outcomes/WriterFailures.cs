using DataAccess.Failures;
using DataAccess.Keys;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Writing.Outcomes;

/// <summary>The failures that the writer itself reports.</summary>
internal static class WriterFailures
{
    /// <summary>What an exception means for a batch; a batch that was never sent counts as unavailable, so that it is retried.</summary>
    public static DatabaseFailure Of(Exception exception, DatabaseProvider provider) => exception switch
    {
        DatabaseUnavailableException unavailable => unavailable.Failure.Kind == FailureKind.Fatal
            ? unavailable.Failure
            : unavailable.Failure with { Kind = FailureKind.Unavailable },
        PartialBatchException partial => new DatabaseFailure(FailureKind.Rejected, null, partial.Message),
        SpoolException spool => new DatabaseFailure(FailureKind.Unavailable, null, spool.Message),
        PoolTimeoutException timeout => new DatabaseFailure(FailureKind.Unavailable, null, timeout.Message),
        ObjectDisposedException closed => new DatabaseFailure(FailureKind.Fatal, null, closed.Message),
        RowValueException unreadable => unreadable.ToFailure(),
        RowKeyException keyless => keyless.Failure,
        MappingException mapping => new DatabaseFailure(FailureKind.Fatal, null, mapping.Message),
        _ => provider.Classify(exception),
    };

    public static DatabaseFailure SendTimedOut(TimeSpan sendTimeout, string? code)
        => new(FailureKind.Cancelled, code, $"the database did not answer within SendTimeout ({sendTimeout}).");

    public static DatabaseFailure Dropped(long queueBytes)
        => new(FailureKind.Unavailable, null, Invariant($"the queue was full (QueueBytes is {queueBytes}) and the oldest row was dropped to make room, because FullMode is DropOldest."));

    public static DatabaseFailure TooLarge(long bytes, long queueBytes)
        => new(FailureKind.Rejected, null, Invariant($"the row has about {bytes} bytes, but QueueBytes is {queueBytes}. Raise QueueBytes, or split the row."));

    public static DatabaseFailure TooLargeForSpool(long bytes, long segmentBytes)
        => new(FailureKind.Rejected, null, Invariant($"the row has {bytes} bytes in the spool, but SpoolSegmentBytes is {segmentBytes}. Raise SpoolSegmentBytes, or split the row."));

    /// <summary>For rows of the spool that are left when the writer writes no more.</summary>
    public static DatabaseFailure LeftInSpool(long rows, string directory, in DatabaseFailure reason)
        => reason with { Message = Invariant($"the writer has ended, and {rows} rows that were accepted stay in the spool '{directory}'; the next writer that uses it will write them. The reason: {reason.Message}") };

    public static DatabaseFailure Closed() => new(FailureKind.Cancelled, null, "the writer was closed.");

    /// <summary>Adds how to create the ledger, if the ledger or one of its columns is missing.</summary>
    public static DatabaseFailure WithLedgerHint(in DatabaseFailure failure, SqlDialect dialect)
        => failure.Kind != FailureKind.Fatal ? failure
        : failure.Message.Contains(LedgerSql.Expiry, StringComparison.Ordinal)
            ? failure with { Message = $"{failure.Message} ExactlyOnce needs this column in the table {LedgerSql.Table}, which was created by an earlier version: call EnsureLedgerAsync once, or run: {LedgerSql.Upgrade(dialect)}" }
        : failure.Message.Contains(LedgerSql.Table, StringComparison.Ordinal)
            ? failure with { Message = $"{failure.Message} ExactlyOnce needs this table: call EnsureLedgerAsync once, or create it with a migration." }
        : failure;

    /// <summary>For the rows of a batch that are not tried one by one, because too many before them were rejected.</summary>
    public static DatabaseFailure NotSearched(int rejectedRows, in DatabaseFailure last)
        => last with
        {
            Kind = FailureKind.Fatal,
            RowIndex = null,
            Message = Invariant($"the database rejected {rejectedRows} rows of this batch one by one, so the remaining rows, which it rejected together, were not tried one by one; the last failure was: {last.Message}"),
        };

    public static DatabaseFailure Cancelled()
        => new(FailureKind.Cancelled, null, "the call was cancelled while the row was queued.");

    public static DatabaseFailure Expired(TimeSpan deliveryTimeout, in DatabaseFailure last)
        => last with { Message = $"it could not be written within DeliveryTimeout ({deliveryTimeout}); the last failure was: {last.Message}" };

    /// <summary>For a row that the database does not accept while it accepts others, and behind which others wait.</summary>
    public static DatabaseFailure KeptFailing(in DatabaseFailure last)
        => last with { Message = $"the database accepted other rows in the meantime but failed on this one every time, for half of what was left of its DeliveryTimeout, and rows of the same partition are waiting behind it; the last failure was: {last.Message}" };

    public static DatabaseFailure DrainTimedOut(string limit)
        => new(FailureKind.Cancelled, null, $"the writer was closed and the row could not be sent within {limit}.");

    /// <summary>For a row whose last attempt failed when the writer's time was up. It was not checked whether a fatal error was caused by the row or by the table.</summary>
    public static DatabaseFailure GivenUp(string limit, in DatabaseFailure last)
        => last.Kind == FailureKind.Cancelled ? last : last with
        {
            Kind = last.Kind == FailureKind.Fatal ? FailureKind.Cancelled : last.Kind,
            Message = $"the writer was closed and the row was not written within {limit}; the last failure was: {last.Message}",
        };
}
