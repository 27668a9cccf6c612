namespace DataAccess.Diagnostics;

/// <summary>A change of the number of connections that may be leased.</summary>
/// <param name="Ago">How long ago it was.</param>
/// <param name="From">The limit before.</param>
/// <param name="To">The limit after.</param>
/// <param name="Reason">Why.</param>
public sealed record LimitChange(TimeSpan Ago, int From, int To, LimitReason Reason)
{
    /// <summary>The change in words.</summary>
    public override string ToString() => Invariant($"{From} → {To}, {Ago.TotalSeconds:0} s ago: ") + Reason switch
    {
        LimitReason.MoreServesMore => "more connections serve measurably more",
        LimitReason.FewerServeAsMuch => "fewer connections serve as much",
        LimitReason.LongLeases => "callers waited and no connection came back",
        LimitReason.QueueFull => "no further caller could wait",
        _ => "the server refused another connection",
    };
}
