using DataAccess.Connections;

namespace DataAccess;

/// <summary>No connection became free in time, or too many callers were already waiting. Nothing was sent.</summary>
public sealed class PoolTimeoutException : TimeoutException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, with the option and its value.</param>
    /// <param name="statistics">The state of the connections when the exception was thrown.</param>
    public PoolTimeoutException(string message, ConnectionStatistics statistics)
        : this(message, statistics, null)
    {
    }

    internal PoolTimeoutException(string message, ConnectionStatistics statistics, Exception? inner)
        : base(message, inner)
        => Statistics = statistics;

    /// <summary>The state of the connections when the exception was thrown.</summary>
    public ConnectionStatistics Statistics { get; }
}
