namespace DataAccess.Events.Handling;

/// <summary>What a subscription has had of the program's turns.</summary>
/// <param name="priority">Its priority.</param>
internal sealed class SlotShare(int priority)
{
    public double Stride { get; } = 1.0 / priority;

    /// <summary>What it has had so far, by its priority: the lower, the sooner it is its turn.</summary>
    public double Pass { get; set; }

    public Queue<TaskCompletionSource> Waiting { get; } = new();
}
