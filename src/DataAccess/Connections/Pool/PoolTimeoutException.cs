using DataAccess.Connections;

namespace DataAccess;

/// <summary>No connection became free in time, or too many callers were waiting already. Proof that nothing was sent.</summary>
public sealed class PoolTimeoutException : TimeoutException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, with the option and its value.</param>
    /// <param name="statistics">The connections at that moment.</param>
    public PoolTimeoutException(string message, ConnectionStatistics statistics)
        : this(message, statistics, null)
    {
    }

    internal PoolTimeoutException(string message, ConnectionStatistics statistics, Exception? inner)
        : base(message, inner)
        => Statistics = statistics;

    /// <summary>The connections at that moment.</summary>
    public ConnectionStatistics Statistics { get; }
}
