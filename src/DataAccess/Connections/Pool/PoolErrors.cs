using DataAccess.Providers;

namespace DataAccess.Connections.Pool;

/// <summary>The errors of callers that get no connection. Each names the option and its value.</summary>
internal static class PoolErrors
{
    // The name that callers know; the pool is internal.
    private const string Owner = "ConnectionManager";

    public static PoolTimeoutException Timeout(
        DatabaseProvider provider, ConnectionOptions options, TimeSpan? within, ConnectionStatistics statistics, DatabaseUnavailableException? lastOpenError)
        => new(
            $"No connection to {provider.Endpoint} became free within "
            + (within < options.AcquireTimeout ? Invariant($"the caller's deadline ({within})") : $"{nameof(ConnectionOptions.AcquireTimeout)} ({options.AcquireTimeout})")
            + $": {statistics}. Nothing was sent. "
            + (lastOpenError is null
                ? $"Hold leases for a shorter time, or {RaiseLimit(statistics)}."
                : $"The last attempt to open another connection failed: {lastOpenError.Failure.Message}"),
            statistics,
            lastOpenError);

    public static PoolTimeoutException SharedTimeout(
        DatabaseProvider provider,
        ConnectionOptions options,
        string name,
        string limit,
        ConnectionStatistics statistics,
        DatabaseUnavailableException? lastOpenError)
        => new(
            $"{name} could not be sent to {provider.Endpoint} within {nameof(ConnectionOptions.AcquireTimeout)} ({options.AcquireTimeout}): "
            + $"{statistics}. Nothing was sent. "
            + (lastOpenError is null
                ? $"Hold leases for a shorter time, {RaiseLimit(statistics)}, or, where connections are idle, {limit}."
                : $"The last attempt to open another connection failed: {lastOpenError.Failure.Message}"),
            statistics,
            lastOpenError);

    private static string RaiseLimit(ConnectionStatistics statistics)
        => statistics.Limit < statistics.Max
            ? Invariant($"raise {nameof(ConnectionOptions.MinConnections)} above the current limit ({statistics.Limit}), which grows up to {nameof(ConnectionOptions.MaxConnections)} ({statistics.Max}) only while that serves more")
            : Invariant($"raise {nameof(ConnectionOptions.MaxConnections)} ({statistics.Max})");

    public static PoolTimeoutException TooLate(DatabaseProvider provider, ConnectionStatistics statistics)
        => new(
            $"The caller's deadline had passed before it requested a connection to {provider.Endpoint}: {statistics}. Nothing was sent.",
            statistics);

    public static PoolTimeoutException QueueFull(DatabaseProvider provider, ConnectionOptions options, ConnectionStatistics statistics)
        => new(
            Invariant($"{statistics.Waiting} callers are already waiting for a connection to {provider.Endpoint}, and ")
            + Invariant($"{nameof(ConnectionOptions.MaxWaiters)} is {options.MaxWaiters}: {statistics}. Nothing was sent."),
            statistics);

    /// <param name="provider">The database.</param>
    /// <param name="options">The limits.</param>
    /// <param name="exception">Why it could not be opened.</param>
    /// <param name="connection">The connection, or null if there was none yet.</param>
    public static DatabaseUnavailableException OpenFailed(DatabaseProvider provider, ConnectionOptions options, Exception exception, PhysicalConnection? connection)
    {
        var failure = exception switch
        {
            OperationCanceledException => new DatabaseFailure(
                FailureKind.Unavailable,
                null,
                (connection?.IsInHook == true ? "OnConnectionOpened did not return" : "no answer") + $" within {nameof(ConnectionOptions.ConnectTimeout)} ({options.ConnectTimeout})"),
            PasswordProviderException => new DatabaseFailure(FailureKind.Unavailable, null, exception.Message),
            OpenHookException hook => HookFailed(provider, hook),
            _ => provider.Classify(exception),
        };
        if (failure.Kind == FailureKind.Cancelled)
        {
            // The driver's own timeout, before anything was sent.
            failure = failure with { Kind = FailureKind.Unavailable };
        }

        return new DatabaseUnavailableException(provider.Endpoint, failure, exception) { Origin = provider };
    }

    /// <summary>A statement that the database rejects is rejected each time, and so it is with a mistake in the user's code.</summary>
    private static DatabaseFailure HookFailed(DatabaseProvider provider, OpenHookException exception)
    {
        var failure = provider.Classify(exception.InnerException!);
        return failure with { Kind = failure.Kind is FailureKind.Unknown or FailureKind.Rejected ? FailureKind.Fatal : failure.Kind, Message = exception.Message };
    }

    /// <summary>The error message for a statement whose connection was closed while it was running.</summary>
    public static string TakenAway(ConnectionOptions options)
        => $"The database was closed while this statement was running, and {nameof(ConnectionOptions.DrainTimeout)} ({options.DrainTimeout}) elapsed, so its "
            + $"connection was closed. It is not known whether its changes are stored, unless it was in a transaction, which is rolled back. "
            + $"Complete all calls before disposing the database, or raise {nameof(ConnectionOptions.DrainTimeout)}.";

    public static ObjectDisposedException TakenAway(string reason, Exception? inner) => new(reason, inner);

    public static ObjectDisposedException Closed()
        => new(Owner, "The database was closed while this call waited for a connection.");

    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public static void ThrowIfClosed(bool isClosed)
    {
        if (isClosed)
        {
            throw new ObjectDisposedException(Owner, "The database was closed before this call requested a connection.");
        }
    }
}
