namespace DataAccess;

/// <summary>What <c>ListenAsync</c> gives: a notification, or that listening begins here.</summary>
/// <param name="Channel">The channel; empty for a gap.</param>
/// <param name="Payload">The text that was sent with it; empty for none, and for a gap.</param>
/// <param name="ServerProcessId">The process of the server's session that sent it; 0 for a gap.</param>
public sealed record Notification(string Channel, string Payload, int ServerProcessId)
{
    /// <summary>
    /// Whether this is no notification, but says that listening begins here: each notification that is committed from now on follows, and what
    /// was sent before may have been missed. It is the first item, and the first after each lost connection. Read the state now.
    /// </summary>
    public bool IsGap { get; internal init; }

    internal static Notification Gap { get; } = new("", "", 0) { IsGap = true };
}
