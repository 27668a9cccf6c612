namespace DataAccess;

/// <summary>How <c>ListenAsync</c> looks after its connection.</summary>
public sealed class ListenOptions
{
    /// <summary>
    /// How long the connection may be silent before the server is asked whether it is there; if it does not answer within the same time, the
    /// connection is lost. So a dead server is noticed within twice this time. Default 15 s; at least 0.1 s, at most 1 h.
    /// </summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause between attempts to open a lost connection again; the first is 0.1 s, and each is up to twice as long as the last. Default 30 s; at least 0.1 s, at most 1 h.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    internal ListenOptions Validated()
    {
        Check(KeepAlive, nameof(KeepAlive));
        Check(LongestPause, nameof(LongestPause));
        return this;
    }

    private static void Check(TimeSpan value, string name)
    {
        if (value < TimeSpan.FromMilliseconds(100) || value > TimeSpan.FromHours(1))
        {
            throw new InvalidOptionsException(Invariant($"The options of ListenAsync are not valid. {name} is {value}; it must be between 0.1 s and 1 h."));
        }
    }
}
