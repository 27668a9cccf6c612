namespace DataAccess.Providers;

/// <summary>How long a statement may take to its first answer, where the library ends it and not the driver.</summary>
/// <param name="limit">The time, positive.</param>
/// <param name="message">What the caller is told: the setting, its value, and what to do.</param>
public sealed class StatementTimeout(TimeSpan limit, string message)
{
    /// <summary>The time, positive.</summary>
    public TimeSpan Limit => limit;

    /// <summary>What the caller is told: the setting, its value, and what to do.</summary>
    public string Message => message;
}
