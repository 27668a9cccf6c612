namespace DataAccess.Conformance.Faults;

/// <summary>A database with the table of the fault runs, and a way to attack those who write to it.</summary>
/// <param name="direct">A connection that no fault reaches: the oracle.</param>
public abstract class FaultRig(Database direct)
{
    public Database Direct { get; } = direct;

    /// <summary>Takes out the rows of the run before.</summary>
    public virtual ValueTask EmptyAsync(CancellationToken cancellationToken) => FaultTable.EmptyAsync(Direct, cancellationToken);

    /// <summary>Opens the database for a writer, with faults to come that the random numbers choose.</summary>
    /// <param name="random">The numbers.</param>
    /// <param name="plan">What the writer and its callers will do.</param>
    internal abstract FaultAttack Attack(Random random, FaultRunPlan plan);

    /// <summary>Returns when nothing that a writer has sent can still take effect.</summary>
    public abstract ValueTask QuietAsync(CancellationToken cancellationToken);
}
