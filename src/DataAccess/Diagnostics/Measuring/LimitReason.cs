namespace DataAccess.Diagnostics;

/// <summary>Why the limit of a pool changed.</summary>
public enum LimitReason
{
    /// <summary>A comparison showed that more connections serve measurably more.</summary>
    MoreServesMore = 0,

    /// <summary>A comparison showed that fewer connections serve as much.</summary>
    FewerServeAsMuch = 1,

    /// <summary>Callers waited, and for some time no connection came back.</summary>
    LongLeases = 2,

    /// <summary>As many callers waited as may.</summary>
    QueueFull = 3,

    /// <summary>The server refused another connection.</summary>
    ServerRefused = 4,

    /// <summary>Transactions were rolled back because of others, soon after the limit was raised for <see cref="LongLeases"/>.</summary>
    Conflicts = 5,
}
