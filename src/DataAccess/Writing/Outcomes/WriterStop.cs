using System.Runtime.CompilerServices;

namespace DataAccess.Writing.Outcomes;

/// <summary>The failure after which no batch can succeed. Set once.</summary>
internal sealed class WriterStop
{
    private StrongBox<DatabaseFailure>? _failure;

    public DatabaseFailure? Failure => Volatile.Read(ref _failure)?.Value;

    /// <summary>The action that closes the queue.</summary>
    public Action? OnSet { get; set; }

    /// <summary>Sets the failure, and closes the queue before any row is completed; false if it was already set.</summary>
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
