using System.Data.Common;

namespace DataAccess.Conformance.Faults;

/// <summary>A database with the table of the fault runs, and a way to attack those who write to it.</summary>
/// <param name="direct">A connection that no fault reaches: the oracle.</param>
public abstract class FaultRig(Database direct)
{
    public Database Direct { get; } = direct;

    /// <summary>A connection of the driver's own, not yet open.</summary>
    public abstract DbConnection Connect();

    /// <summary>Takes out the rows of the run before.</summary>
    public virtual ValueTask EmptyAsync(CancellationToken cancellationToken) => FaultTable.EmptyAsync(Direct, cancellationToken);

    /// <summary>How the server is set in this run.</summary>
    public IReadOnlyList<string> Modes { get; protected set; } = [];

    /// <summary>Gives the table its triggers and the server its modes, or takes them away; null when all runs are done.</summary>
    internal abstract ValueTask SetUpAsync(Random random, FaultRunPlan? plan, CancellationToken cancellationToken);

    /// <summary>Runs statements by the driver alone.</summary>
    protected async ValueTask RunAsync(IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        await using var connection = Connect();
        await connection.OpenAsync(cancellationToken);
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Opens the database for a writer, with faults to come that the random numbers choose.</summary>
    /// <param name="random">The numbers.</param>
    /// <param name="plan">What the writer and its callers will do.</param>
    internal abstract FaultAttack Attack(Random random, FaultRunPlan plan);

    /// <summary>Returns when nothing that a writer has sent can still take effect.</summary>
    public abstract ValueTask QuietAsync(CancellationToken cancellationToken);
}
