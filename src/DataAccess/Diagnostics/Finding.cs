namespace DataAccess.Diagnostics;

/// <summary>What a report has found, in one sentence that begins with the cause. It contains no values of statements.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">The sentence.</param>
public sealed record Finding(FindingKind Kind, string Text)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => Text;
}
