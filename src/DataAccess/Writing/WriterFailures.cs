namespace DataAccess;

/// <summary>The failures that the writer itself has words for.</summary>
internal static class WriterFailures
{
    /// <summary>What an exception means for a batch; what was never sent counts as unavailable, so that it is tried again.</summary>
    public static DatabaseFailure Of(Exception exception, DatabaseProvider provider) => exception switch
    {
        DatabaseUnavailableException unavailable => unavailable.Failure.Kind == FailureKind.Fatal
            ? unavailable.Failure
            : unavailable.Failure with { Kind = FailureKind.Unavailable },
        PoolTimeoutException timeout => new DatabaseFailure(FailureKind.Unavailable, null, timeout.Message),
        ObjectDisposedException closed => new DatabaseFailure(FailureKind.Fatal, null, closed.Message),
        MappingException mapping => new DatabaseFailure(FailureKind.Fatal, null, mapping.Message),
        _ => provider.Classify(exception),
    };

    public static DatabaseFailure Cancelled()
        => new(FailureKind.Cancelled, null, "the call was cancelled while the row was queued.");

    public static DatabaseFailure Expired(TimeSpan deliveryTimeout, in DatabaseFailure last)
        => last with { Message = $"it could not be written within DeliveryTimeout ({deliveryTimeout}); the last failure was: {last.Message}" };

    public static DatabaseFailure DrainTimedOut(TimeSpan drainTimeout)
        => new(FailureKind.Cancelled, null, $"the writer was closed and the row was not reached within DrainTimeout ({drainTimeout}).");
}
