using System.Runtime.CompilerServices;

namespace DataAccess.Writing.Outcomes;

/// <summary>The failure after which no batch can succeed. Set once.</summary>
internal sealed class WriterStop
{
    private StrongBox<DatabaseFailure>? _failure;

    public DatabaseFailure? Failure => Volatile.Read(ref _failure)?.Value;

    /// <summary>What closes the queue.</summary>
    public Action? OnSet { get; set; }

    /// <summary>Sets it, and closes the queue before any row is told; false when it was set before.</summary>
    public bool TrySet(in DatabaseFailure failure)
    {
        if (Interlocked.CompareExchange(ref _failure, new StrongBox<DatabaseFailure>(failure), null) is not null)
        {
            return false;
        }

        OnSet?.Invoke();
        return true;
    }
}
