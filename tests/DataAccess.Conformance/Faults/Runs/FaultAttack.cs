namespace DataAccess.Conformance.Faults;

/// <summary>The faults of one run. Disposing it closes the writer's database too.</summary>
public abstract class FaultAttack : IAsyncDisposable
{
    /// <summary>The database that the faults reach.</summary>
    public abstract Database Database { get; }

    /// <summary>What the name of its pool contains, and of no other.</summary>
    public abstract string Pool { get; }

    /// <summary>The names of the faults that have happened.</summary>
    public abstract IReadOnlyList<string> Fired { get; }

    /// <summary>Ends the faults; from here on nothing goes wrong any more.</summary>
    public abstract ValueTask CeaseAsync();

    public abstract ValueTask DisposeAsync();
}
