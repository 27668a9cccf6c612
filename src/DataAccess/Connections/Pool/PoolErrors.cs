using DataAccess.Providers;

namespace DataAccess.Connections.Pool;

/// <summary>What callers are told when they get no connection. Each names the option and its value.</summary>
internal static class PoolErrors
{
    // What callers know, who never see a pool.
    private const string Owner = "ConnectionManager";

    public static PoolTimeoutException Timeout(
        DatabaseProvider provider, ConnectionOptions options, TimeSpan? within, ConnectionStatistics statistics, DatabaseUnavailableException? lastOpenError)
        => new(
            $"No connection to {provider.Endpoint} became free within "
            + (within < options.AcquireTimeout ? $"the caller's deadline ({within})" : $"{nameof(ConnectionOptions.AcquireTimeout)} ({options.AcquireTimeout})")
            + $": {statistics}. Nothing was sent. "
            + (lastOpenError is null
                ? $"Hold leases for less long, or raise {nameof(ConnectionOptions.MaxConnections)} ({statistics.Max})."
                : $"The last attempt to open another failed: {lastOpenError.Failure.Message}"),
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
            $"{name} came to no round trip to {provider.Endpoint} within {nameof(ConnectionOptions.AcquireTimeout)} ({options.AcquireTimeout}): "
            + $"{statistics}. Nothing was sent. "
            + (lastOpenError is null
                ? $"Hold leases for less long, raise {nameof(ConnectionOptions.MaxConnections)} ({statistics.Max}), or, where connections are idle, "
                + $"{limit}."
                : $"The last attempt to open another failed: {lastOpenError.Failure.Message}"),
            statistics,
            lastOpenError);

    public static PoolTimeoutException TooLate(DatabaseProvider provider, ConnectionStatistics statistics)
        => new(
            $"The caller's deadline had passed before he asked for a connection to {provider.Endpoint}: {statistics}. Nothing was sent.",
            statistics);

    public static PoolTimeoutException QueueFull(DatabaseProvider provider, ConnectionOptions options, ConnectionStatistics statistics)
        => new(
            $"{statistics.Waiting} callers wait for a connection to {provider.Endpoint} already, and "
            + $"{nameof(ConnectionOptions.MaxWaiters)} is {options.MaxWaiters}: {statistics}. Nothing was sent.",
            statistics);

    public static DatabaseUnavailableException OpenFailed(DatabaseProvider provider, ConnectionOptions options, Exception exception)
    {
        var failure = exception is OperationCanceledException
            ? new DatabaseFailure(
                FailureKind.Unavailable,
                null,
                $"no answer within {nameof(ConnectionOptions.ConnectTimeout)} ({options.ConnectTimeout})")
            : provider.Classify(exception);
        if (failure.Kind == FailureKind.Cancelled)
        {
            // A timeout of the driver's own, before anything was sent.
            failure = failure with { Kind = FailureKind.Unavailable };
        }

        return new DatabaseUnavailableException(provider.Endpoint, failure, exception) { Origin = provider };
    }

    /// <summary>What the caller of a statement is told whose connection was closed under it.</summary>
    public static string TakenAway(ConnectionOptions options)
        => $"The database was closed while this statement ran, and {nameof(ConnectionOptions.DrainTimeout)} ({options.DrainTimeout}) had passed, so its "
            + $"connection was closed under it. Whether what it wrote is stored is not known, unless it was inside a transaction, which is rolled back. "
            + $"End calls before the database is disposed, or raise {nameof(ConnectionOptions.DrainTimeout)}.";

    public static ObjectDisposedException TakenAway(string reason, Exception? inner) => new(reason, inner);

    public static ObjectDisposedException Closed()
        => new(Owner, "The database was closed while this call waited for a connection.");

    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public static void ThrowIfClosed(bool isClosed)
    {
        if (isClosed)
        {
            throw new ObjectDisposedException(Owner, "The database was closed before this call asked for a connection.");
        }
    }
}
