namespace DataAccess;

/// <summary>No connection became free in time, or too many callers were waiting already. Proof that nothing was sent.</summary>
/// <param name="message">What happened, with the option and its value.</param>
/// <param name="statistics">The connections at that moment.</param>
public sealed class PoolTimeoutException(string message, ConnectionStatistics statistics) : TimeoutException(message)
{
    /// <summary>The connections at that moment.</summary>
    public ConnectionStatistics Statistics { get; } = statistics;
}
