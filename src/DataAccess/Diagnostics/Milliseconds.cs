namespace DataAccess.Diagnostics;

/// <summary>Durations as a reader of a report expects them.</summary>
internal static class Milliseconds
{
    public static string Of(TimeSpan time) => time.TotalMilliseconds switch
    {
        >= 10_000 => Invariant($"{time.TotalSeconds:0.0} s"),
        >= 100 => Invariant($"{time.TotalMilliseconds:0} ms"),
        >= 1 => Invariant($"{time.TotalMilliseconds:0.0} ms"),
        _ => Invariant($"{time.TotalMilliseconds:0.000} ms"),
    };
}
