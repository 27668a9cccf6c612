namespace DataAccess.Events.Reading;

/// <summary>What is known of one key's deliveries.</summary>
/// <param name="key">The key.</param>
internal sealed class KeyLane(string key)
{
    public string Key { get; } = key;

    /// <summary>Those behind what is handled or next.</summary>
    public Queue<Delivery> Waiting { get; } = new();

    /// <summary>How many are being handled, or are the next: one, or as many as are in a batch.</summary>
    public int Running { get; set; }

    /// <summary>The one whose failure is being stored.</summary>
    public Block? Failing { get; set; }
}
