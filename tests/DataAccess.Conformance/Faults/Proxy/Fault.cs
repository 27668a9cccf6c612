namespace DataAccess.Conformance.Faults;

/// <summary>One thing that goes wrong once, on whichever connection comes to its point.</summary>
/// <param name="name">What it is, for the table of what was tried.</param>
/// <param name="point">Where it happens.</param>
/// <param name="after">How many times the point, or how many bytes, pass before.</param>
/// <param name="act">What happens; the direction it is in waits for it.</param>
public sealed class Fault(string name, FaultPoint point, long after, Func<ValueTask<FaultEnd>> act)
{
    private readonly TaskCompletionSource _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = $"{name} {point}";

    public FaultPoint Point { get; } = point;

    /// <summary>How much may still pass; the plan counts it down.</summary>
    internal long Remaining { get; set; } = after;

    /// <summary>Completes when the point was reached.</summary>
    public Task Fired => _fired.Task;

    /// <summary>Completes when what was delivered late was answered, or can be no more.</summary>
    public Task Delivered => _delivered.Task;

    /// <summary>Whether nothing is done by it, so that nobody needs to wait for its end where the connection has ended.</summary>
    internal bool IsStall { get; private init; }

    /// <summary>When the server gets what its client can no longer hear of.</summary>
    internal Func<Task> Until { get; private init; } = static () => Task.CompletedTask;

    public static Fault Cut(FaultPoint point, long after = 0) => new("cut", point, after, static () => new(FaultEnd.Cut));

    /// <summary>A stall of a given length, as a slow network has it, and then the end that is given.</summary>
    public static Fault Delay(FaultPoint point, long after, TimeSpan delay, FaultEnd end)
        => new(end == FaultEnd.Cut ? "delay and cut" : "delay", point, after, async () =>
        {
            await Task.Delay(delay);
            return end;
        });

    /// <summary>A stall that lasts until somebody says how it ends, or the connection has ended.</summary>
    public static Fault Stall(FaultPoint point, Task<FaultEnd> end) => new("stall", point, 0, async () => await end) { IsStall = true };

    /// <summary>Something else that happens while the connection waits at the point, and then goes on.</summary>
    public static Fault Meanwhile(string name, FaultPoint point, long after, Func<ValueTask> act)
        => new(name, point, after, async () =>
        {
            await act();
            return FaultEnd.GoOn;
        });

    /// <summary>A request to cancel that comes to the server when a commit was answered, or after a while.</summary>
    public static Fault LateCancel(FaultPlan plan, TimeSpan longest, TimeSpan then) => new("late", FaultPoint.BeforeCancel, 0, async () =>
    {
        await Task.WhenAny(plan.NextAnswer, Task.Delay(longest));
        await Task.Delay(then);
        return FaultEnd.GoOn;
    });

    /// <summary>The client loses the connection before it has committed; and later the server is told to commit all the same.</summary>
    public static Fault Late(long after, Func<Task> until)
        => new("late delivery", FaultPoint.BeforeCommit, after, static () => new(FaultEnd.CutClient)) { Until = until };

    internal void SetDelivered() => _delivered.TrySetResult();

    internal ValueTask<FaultEnd> FireAsync()
    {
        _fired.TrySetResult();
        return act();
    }
}
