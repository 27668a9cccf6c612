namespace DataAccess.Providers;

/// <summary>How long a statement may take until its first answer, if the limit is enforced by the library and not by the driver.</summary>
/// <param name="limit">The time, positive.</param>
/// <param name="message">The error message: the setting, its value, and what to do.</param>
public sealed class StatementTimeout(TimeSpan limit, string message)
{
    /// <summary>The time, positive.</summary>
    public TimeSpan Limit => limit;

    /// <summary>The error message: the setting, its value, and what to do.</summary>
    public string Message => message;
}
